"""The local SQLite databases: the library's cache with its search, and the durable transfers. No Qt, any thread.

The seam of search. ``ItemLibrary.search`` is a ``search.Search``. Everything may be called from a worker thread. What
is asked often takes ``is_stale``, asked while it works: where it answers yes (a newer letter was typed) the work is
dropped and ``None`` comes back. ``query`` is a text or a ``Parsed``; ``viewer`` a ``tree.Viewer(user_id, now, zone)``.

Reading what was typed (``parser``, ``tree``; pure)
    ``parse(text) -> Parsed(text, tree, mistakes)``: never raises; ``tree`` is what could be read.
    ``Mistake(code, start, end, argument, choices, is_unfinished)``: each ``MistakeCode`` is one sentence that the
    window translates; ``is_unfinished`` stands at the end, so that more letters may mend it.

Finding (``search.Search``, ``answers``)
    ``find(query, viewer, order, is_stale) -> Answer | None``: ``Answer.rows`` is a compact ``array('q')`` of row
    numbers in order; a row number is an item's handle as long as it is here.
    ``Order(sort, is_ascending)``; ``Sort``: UPLOADED CAPTURED NAME SIZE DURATION RELEVANCE.
    ``ids(rows) -> list[str]``: for a slice of rows (a visible block), "" where one is gone; ``rows(ids) -> dict``.
    ``judge(query, ids, viewer) -> set[str]``: which of these (new, changed) items the query shows.
    ``count(query, viewer) -> int``.
    ``sections(answer, zone) -> tuple[Section(day, first, count), ...]``: by day, for UPLOADED and CAPTURED, else ().
    ``answer.place(row) -> int``: where a row is or belongs in the order UPLOADED (bisection).
    ``evidence(ids, query, viewer) -> dict[str, Evidence]``: for the visible rows: place, quote, ``marks``, ``at_ms``
    in a recording, and ``more`` of the same ``field`` ("2 more in the transcript").

Facets (``answers``)
    ``facets(query, viewer, is_stale) -> FacetCounts | None``: ``groups[Group]`` are ``FacetGroup(values, distinct)`` of
    ``FacetValue(field, value, count, kind)``, most first; ``has`` counts items by tag kind; ``days`` are 30
    ``Bar(day, count)`` up to today; ``week``, ``month``, ``total``.
    ``values(group, query, viewer, text, limit) -> FacetGroup``: *All 218 people*, with its own search.

Completion and help (``answers``)
    ``complete(text, cursor, recent, limit) -> Completion(start, end, groups)``: put a ``Suggestion.insert`` in place of
    ``text[start:end]``; ``shown`` and its ``marks`` are for the eye, ``count`` is how many items have it.
    ``help(query, viewer) -> Help(ways, unheard)``: for *Nothing found*: what would match, with what dropped.

Chips (``edits``; pure): each returns the new text and leaves everything else as it was, to the letter
    ``terms(text) -> tuple[Term, ...]``: top-level ``field:value`` terms with places, ``is_negated`` and ``values``.
    ``add(text, field, value)`` a click, ``extend`` Ctrl-click, ``exclude`` Alt-click, ``remove(text, term)``,
    ``drop(text, field, value)``, ``negate(text, term)``, ``set_days(text, first, last)``.

Saved searches (``saved.SavedSearches(queue_db, search)``; durable, beside the transfers)
    ``all() add() rename() set_notifying() remove() look() note_recent() recent()``;
    ``matches(new_item_ids, viewer) -> tuple[SavedMatch(search, item_ids), ...]``: once for each search and item.

``ItemLibrary.ids(query)`` and ``matches`` stay: they take whatever can be read of a wrong query.
"""
