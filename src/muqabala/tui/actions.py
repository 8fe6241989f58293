"""Every action of the desk, once: key bindings, help, footer, palette and the user's keymap are made from this table.

An action has a sentence a translator would say, at least one plain key, and the modes it works in. Its handler is the
method `do_<id>` of the screen; a test finds an action without one, a key taken twice, and a handler without an action.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from muqabala.errors import InputError
from muqabala.tui.keyboards import arabic_keys

REVIEW, EDIT, ALIGN, DOCUMENTS = "Review", "Edit", "Alignment", "Documents"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do."""

    id: str
    keys: tuple[str, ...]
    """Textual key names or single characters; the first is the one that is shown."""
    label: str
    """Two or three words for the footer and the palette."""
    help: str
    """One sentence."""
    mode: str = REVIEW
    group: str = "Move"
    footer: bool = False


def _digits(modifier: str = "") -> tuple[str, ...]:
    return tuple(f"{modifier}{digit}" for digit in range(1, 10))


REVIEW_ACTIONS = (
    Action("down", ("j", "down"), "Next", "Go to the next segment."),
    Action("up", ("k", "up"), "Previous", "Go to the previous segment."),
    Action("page_down", ("pagedown", "space"), "Page down", "Go one page down."),
    Action("page_up", ("pageup",), "Page up", "Go one page up."),
    Action("top", ("g", "home"), "First", "Go to the first segment."),
    Action("bottom", ("G", "end"), "Last", "Go to the last segment."),
    Action("go_to", (":",), "Go to", "Go to a segment by its number."),
    Action("next_open", ("n",), "Next unreviewed", "Go to the next segment nobody has decided on.", footer=True),
    Action("previous_open", ("N",), "Previous unreviewed", "Go back to a segment nobody has decided on."),
    Action(
        "accept",
        ("a", "ctrl+enter", "ctrl+j"),
        "Accept",
        "Accept this translation and go on.",
        group="Decide",
        footer=True,
    ),
    Action("accept_stay", ("A",), "Accept, stay", "Accept this translation and stay here.", group="Decide"),
    Action("edit", ("e", "enter"), "Edit", "Change the translation.", group="Decide", footer=True),
    Action(
        "reject", ("x",), "Reject", "Reject this translation, with a reason if you like.", group="Decide", footer=True
    ),
    Action("undo", ("u",), "Undo", "Take the last decision back.", group="Decide", footer=True),
    Action("redo", ("ctrl+r",), "Redo", "Do again what was taken back.", group="Decide"),
    Action(
        "flag",
        ("r",),
        "Needs review",
        "Mark this segment as needing a second look, or take the mark off.",
        group="Decide",
    ),
    Action("waive", ("w",), "Waive a term", "Let a term go unplaced here, with a reason.", group="Decide"),
    Action("split", ("s",), "Split", "Split this segment in two.", group="Segments"),
    Action("merge_next", ("m",), "Merge", "Join this segment with the next one.", group="Segments"),
    Action("merge_previous", ("M",), "Merge back", "Join this segment with the one before.", group="Segments"),
    Action(
        "propagate",
        ("p",),
        "Propagate",
        "Give this translation to the same sentence elsewhere, after a look.",
        group="Segments",
    ),
    Action("take_match", _digits(), "Take match", "Take memory match 1 to 9 as the translation.", group="Text"),
    Action("copy_source", ("=",), "Copy source", "Copy the Arabic into the translation.", group="Text"),
    Action("retranslate", ("t",), "Retranslate", "Translate this segment again.", group="Text"),
    Action(
        "alternatives",
        ("T", "y"),
        "Alternatives",
        "Show other translations of this segment.",
        group="Text",
        footer=True,
    ),
    Action("difference", ("d",), "Difference", "Show what was changed in the machine's draft.", group="Look"),
    Action("history", ("h",), "History", "Show every decision on this segment.", group="Look"),
    Action(
        "concordance", ("c",), "Concordance", "Find a word in everything accepted so far.", group="Look", footer=True
    ),
    Action("search", ("/",), "Search", "Find a word in this document.", group="Look"),
    Action(
        "filter", ("f",), "Filter", "Show only some segments: by state, check, term, text or document.", group="Look"
    ),
    Action("add_term", ("+",), "Add a term", "Add a term or a name to the glossary.", group="Text"),
    Action("note", ("i",), "Note", "Write a note on this segment.", group="Text"),
    Action("select", ("v",), "Select", "Select text in Arabic, English or memory with the keyboard.", group="Text"),
    Action("copy", ("ctrl+c",), "Copy", "Copy the selected text, or the translation.", group="Text"),
    Action("panel", ("f6",), "Side panel", "Show terms, memory, notes or checks beside the text.", group="Look"),
    Action("documents", ("o", "f8"), "Documents", "Go to the list of documents.", group="Look"),
    Action("alignment", ("f7",), "Alignment", "Show this document as aligned beads.", group="Look"),
    Action("help", ("f1", "?"), "Help", "Show every key.", group="Look", footer=True),
    Action("palette", ("ctrl+p",), "Commands", "Find an action by its name.", group="Look"),
    Action("quit", ("q", "ctrl+q"), "Quit", "Leave the desk; everything is saved.", group="Look", footer=True),
)

EDIT_ACTIONS = (
    Action("keep", ("f2",), "Keep", "Keep the text as it is now and go back to Review.", EDIT, "Edit", True),
    Action(
        "keep_accept",
        ("f3", "ctrl+enter", "ctrl+j"),
        "Keep and accept",
        "Keep the text, accept it and go on.",
        EDIT,
        "Edit",
        True,
    ),
    Action(
        "cancel",
        ("escape",),
        "Restore",
        "Restore the text as it was; Ctrl+R brings back what you typed.",
        EDIT,
        "Edit",
        True,
    ),
    Action(
        "complete",
        ("tab",),
        "Complete",
        "Complete the sentence from what is typed so far; again: another way.",
        EDIT,
        "Edit",
        True,
    ),
    Action("insert_term", _digits("alt+"), "Insert term", "Insert term 1 to 9 at the cursor.", EDIT, "Edit"),
    Action("insert_term_next", ("f4",), "Insert term", "Insert a term: press its number next.", EDIT, "Edit", True),
    Action("open_editor", ("ctrl+e",), "$EDITOR", "Edit the text in your own editor.", EDIT, "Edit"),
    Action("panel", ("f6",), "Side panel", "Show terms, memory, notes or checks beside the text.", EDIT, "Edit"),
    Action("palette", ("ctrl+p",), "Commands", "Find an action by its name.", EDIT, "Edit"),
    Action("help", ("f1",), "Help", "Show every key.", EDIT, "Edit", True),
)

ALIGN_ACTIONS = (
    Action("down", ("j", "down"), "Next", "Go to the next bead.", ALIGN),
    Action("up", ("k", "up"), "Previous", "Go to the previous bead.", ALIGN),
    Action("page_down", ("pagedown",), "Page down", "Go one page down.", ALIGN),
    Action("page_up", ("pageup",), "Page up", "Go one page up.", ALIGN),
    Action("top", ("g", "home"), "First", "Go to the first bead.", ALIGN),
    Action("bottom", ("G", "end"), "Last", "Go to the last bead.", ALIGN),
    Action("go_to", (":",), "Go to", "Go to a bead by its number.", ALIGN),
    Action("next_low", ("n",), "Next doubtful", "Go to the next bead of low confidence.", ALIGN, "Move", True),
    Action("previous_low", ("N",), "Previous doubtful", "Go back to a bead of low confidence.", ALIGN),
    Action("accept", ("a",), "Accept", "Accept this bead and go on.", ALIGN, "Decide", True),
    Action("flag", ("r",), "Needs review", "Mark this bead as needing a second look.", ALIGN, "Decide", True),
    Action("clear", ("c",), "Clear", "Take back the decision on this bead.", ALIGN, "Decide", True),
    Action("edit", ("e", "enter"), "Edit", "Edit the English side.", ALIGN, "Decide", True),
    Action("waive", ("w",), "Waive a term", "Let a term go unplaced here, with a reason.", ALIGN, "Decide"),
    Action("merge_next", ("m",), "Merge", "Join this bead with the next one.", ALIGN, "Beads", True),
    Action("merge_previous", ("M",), "Merge back", "Join this bead with the one before.", ALIGN, "Beads"),
    Action("split", ("s",), "Split", "Split this bead.", ALIGN, "Beads", True),
    Action("move_up", ("U",), "Move up", "Move the English of this bead one bead up.", ALIGN, "Beads"),
    Action("move_down", ("D",), "Move down", "Move the English of this bead one bead down.", ALIGN, "Beads"),
    Action(
        "link", ("space",), "Link", "Mark one end, then the other: everything between becomes one bead.", ALIGN, "Beads"
    ),
    Action("leave_out", ("o",), "Leave out", "Leave this bead out of the pairs.", ALIGN, "Beads"),
    Action("realign", ("R",), "Realign", "Align again from here on, leaving accepted beads alone.", ALIGN, "Beads"),
    Action("undo", ("u",), "Undo", "Take the last step back.", ALIGN, "Decide", True),
    Action("redo", ("ctrl+r",), "Redo", "Do again what was taken back.", ALIGN, "Decide"),
    Action("select", ("v",), "Select", "Select text of either side with the keyboard.", ALIGN, "Look"),
    Action("copy", ("ctrl+c",), "Copy", "Copy the selected text, or the English.", ALIGN, "Look"),
    Action("panel", ("f6",), "Side panel", "Show terms, memory, notes or checks beside the text.", ALIGN, "Look"),
    Action("palette", ("ctrl+p",), "Commands", "Find an action by its name.", ALIGN, "Look"),
    Action("documents", ("f8",), "Documents", "Go to the list of documents.", ALIGN, "Look"),
    Action("desk", ("f7", "escape"), "Desk", "Go back to the desk.", ALIGN, "Look", True),
    Action("help", ("f1", "?"), "Help", "Show every key.", ALIGN, "Look", True),
    Action("quit", ("q", "ctrl+q"), "Quit", "Leave; everything is saved.", ALIGN, "Look", True),
)

DOCUMENT_ACTIONS = (
    Action("open", ("enter",), "Open", "Open the document.", DOCUMENTS, "Documents", True),
    Action("search", ("/",), "Find", "Find a document by its name.", DOCUMENTS, "Documents", True),
    Action(
        "filter",
        ("f",),
        "Filter",
        "Show only some documents: unreviewed, with terms not placed, flagged.",
        DOCUMENTS,
        "Documents",
        True,
    ),
    Action("reload", ("f5",), "Read again", "Read the list again.", DOCUMENTS, "Documents"),
    Action("palette", ("ctrl+p",), "Commands", "Find an action by its name.", DOCUMENTS, "Documents"),
    Action("help", ("f1", "?"), "Help", "Show every key.", DOCUMENTS, "Documents", True),
    Action("quit", ("q", "ctrl+q"), "Quit", "Leave the desk; everything is saved.", DOCUMENTS, "Documents", True),
)

BY_MODE: dict[str, tuple[Action, ...]] = {
    REVIEW: REVIEW_ACTIONS,
    EDIT: EDIT_ACTIONS,
    ALIGN: ALIGN_ACTIONS,
    DOCUMENTS: DOCUMENT_ACTIONS,
}

_NAMES = {
    "down": "↓", "up": "↑", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End", "enter": "Enter",
    "escape": "Esc", "tab": "Tab", "space": "Space",
}  # fmt: skip


def key_name(key: str) -> str:
    """A key as it is printed in help and footer.

    >>> key_name("ctrl+r"), key_name("pagedown"), key_name("f2"), key_name("G")
    ('Ctrl+R', 'PgDn', 'F2', 'G')
    """
    if key in _NAMES:
        return _NAMES[key]
    if "+" in key and len(key) > 1:
        modifier, _, rest = key.partition("+")
        return f"{modifier.capitalize()}+{_NAMES.get(rest, rest.upper() if len(rest) == 1 else rest.capitalize())}"
    return key.upper() if len(key) > 1 else key


def keys_text(action: Action) -> str:
    """All keys of an action, runs of digits shortened; `ctrl+j` is what some terminals send for Ctrl+Enter."""
    keys = [key for key in action.keys if key not in ("ctrl+j",)]
    if len(keys) == 9:
        return f"{key_name(keys[0])}–9"
    return "  ".join(key_name(key) for key in keys)


def with_user_keys(actions: Iterable[Action], chosen: Mapping[str, str]) -> tuple[Action, ...]:
    """The table with the user's own keys (`[keys]` of muqabala.toml: action id → keys, separated by commas)."""
    table = tuple(actions)
    known = {action.id for mode in BY_MODE.values() for action in mode}
    for wanted in chosen:
        if wanted not in known:
            raise InputError(
                f"muqabala.toml: keys: no action is called {wanted!r}.", hint="F1 in the desk lists them all."
            )
    theirs = {name: tuple(key.strip() for key in keys.split(",") if key.strip()) for name, keys in chosen.items()}
    taken = {key for action in table for key in theirs.get(action.id, ())}
    result = []
    for action in table:
        # A key a user chose is taken from the action that had it.
        own = theirs.get(action.id) or tuple(key for key in action.keys if key not in taken)
        result.append(replace(action, keys=own or action.keys))
    return tuple(result)


def keymap(actions: Iterable[Action]) -> dict[str, tuple[Action, str]]:
    """Key or character → (action, the key of the table it stands for), Arabic layouts included.

    A character of an Arabic layout never takes a key that an action of the table has itself.
    """
    table = tuple(actions)
    found: dict[str, tuple[Action, str]] = {}
    for action in table:
        for key in action.keys:
            found.setdefault(key, (action, key))
    for action in table:
        for key in action.keys:
            if len(key) == 1:
                for character in arabic_keys(key):
                    found.setdefault(character, (action, key))
    return found
