"""What roles and abilities are called, in the language of the reader."""

from django.utils.translation import gettext, gettext_noop

from gongkai.kernel.actors import Ability, Role

_ROLES = {
    Role.EDITOR: gettext_noop("Editor"),
    Role.REVIEWER: gettext_noop("Reviewer"),
    Role.LEGALITY_REVIEWER: gettext_noop("Legality reviewer"),
    Role.SECRECY_REVIEWER: gettext_noop("Secrecy reviewer"),
    Role.APPROVER: gettext_noop("Approver"),
    Role.OPEN_GOVERNMENT_OFFICE: gettext_noop("Open-government office"),
    Role.AUDITOR: gettext_noop("Auditor"),
    Role.ADMINISTRATOR: gettext_noop("Administrator"),
    Role.REGISTRAR: gettext_noop("Registrar of requests"),
    Role.CASE_OFFICER: gettext_noop("Case officer"),
}
_ABILITIES = {
    Ability.RECORD_SEE: gettext_noop("See drafts"),
    Ability.RECORD_DRAFT: gettext_noop("Draft information"),
    Ability.RECORD_COMMENT: gettext_noop("Comment on information"),
    Ability.RECORD_REVIEW_OFFICE: gettext_noop("Review for the office"),
    Ability.RECORD_REVIEW_LEGALITY: gettext_noop("Review the legality"),
    Ability.RECORD_REVIEW_SECRECY: gettext_noop("Review secrecy and personal data"),
    Ability.RECORD_SIGN_OFF: gettext_noop("Sign off"),
    Ability.RECORD_PUBLISH: gettext_noop("Publish"),
    Ability.RECORD_PUBLISH_URGENTLY: gettext_noop("Publish in an emergency"),
    Ability.RECORD_WITHDRAW: gettext_noop("Withdraw what was published"),
    Ability.ORGAN_EDIT: gettext_noop("Edit organs"),
    Ability.ORGAN_CONTACT: gettext_noop("Edit who answers for openness"),
    Ability.SITE_EDIT: gettext_noop("Edit columns, navigation and short addresses"),
    Ability.BANNER_SET: gettext_noop("Set banners on the whole site"),
    Ability.HOST_ALLOW: gettext_noop("Allow short addresses to lead to another site"),
    Ability.SEARCH_TUNE: gettext_noop("Tell the search synonyms and recommendations, and see what is sought"),
    Ability.DUTY_SEE: gettext_noop("See what is owed"),
    Ability.DUTY_MANAGE: gettext_noop("Hand over, suspend and extend duties"),
    Ability.DUTY_EXCUSE: gettext_noop("Excuse duties"),
    Ability.CALENDAR_EDIT: gettext_noop("Enter the notices of holidays"),
    Ability.FILE_STORE: gettext_noop("Store files"),
    Ability.AUDIT_SEE: gettext_noop("See the audit"),
    Ability.EVENT_REPLAY: gettext_noop("Replay failed deliveries"),
    Ability.ACCOUNT_MANAGE: gettext_noop("Manage accounts"),
    Ability.PLATFORM_SEE: gettext_noop("See how the platform is"),
    Ability.REQUEST_SEE: gettext_noop("See requests for information"),
    Ability.REQUEST_IDENTITY: gettext_noop("See who applied"),
    Ability.REQUEST_REGISTER: gettext_noop("Register requests and service"),
    Ability.REQUEST_HANDLE: gettext_noop("Handle requests"),
    Ability.REQUEST_APPROVE: gettext_noop("Extend and sign replies"),
}


def role_name(role: Role) -> str:
    """The role's name."""
    return gettext(_ROLES[role])


def ability_name(ability: Ability) -> str:
    """What the ability lets one do."""
    return gettext(_ABILITIES[ability])
