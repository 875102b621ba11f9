"""The smallest Wagtail site that shows a published record, to be measured beside ours."""
