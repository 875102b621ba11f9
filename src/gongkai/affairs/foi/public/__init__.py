"""The citizen's side: filing an application, following it, answering what is asked, reading the reply."""
