"""Puts what Pagefind writes in an order that is always the same.

Pagefind 1.5 lists the filters, and the values of each, in another order at every run, so two
builds of one site would differ. Its files are gzip over CBOR behind a mark: a filter is
`[name, [[value, [pages]] …]]`, the list of all is
`[version, pages, chunks, [[filter, hash] …], sorts, metas]`; `pagefind-entry.json` names that
one by its hash. Files of any other form are left as they are.
"""

import gzip
import hashlib
import json
from collections.abc import Mapping
from typing import Any

MARK = b"pagefind_dcd"

ENTRY = "pagefind-entry.json"

FILTERS = 3  # where the filters stand in the list of all


def in_order(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same index, its files named and written the same way whenever it says the same."""
    made = dict(files)
    try:
        renamed = _filters(made)
        _lists(made, renamed)
    except (KeyError, TypeError, ValueError, IndexError):
        return dict(files)
    return dict(sorted(made.items()))


def _filters(files: dict[str, bytes]) -> dict[str, str]:
    """Write each filter with its values in order; returns the new hash by the old one."""
    renamed = {}
    for name in [name for name in files if name.endswith(".pf_filter")]:
        label, values = _read(files[name])
        data = _written([label, sorted(values)])
        old = name.removeprefix("filter/").removesuffix(".pf_filter")
        renamed[old] = _hash(old, data)
        del files[name]
        files[f"filter/{renamed[old]}.pf_filter"] = data
    return renamed


def _lists(files: dict[str, bytes], renamed: Mapping[str, str]) -> None:
    entry = json.loads(files[ENTRY])
    for language in entry["languages"].values():
        old = language["hash"]
        listed = _read(files.pop(f"pagefind.{old}.pf_meta"))
        listed[FILTERS] = sorted([label, renamed[hash_]] for label, hash_ in listed[FILTERS])
        data = _written(listed)
        language["hash"] = _hash(old, data)
        files[f"pagefind.{language['hash']}.pf_meta"] = data
    files[ENTRY] = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()


def _read(data: bytes) -> Any:  # noqa: ANN401  (whatever the file holds)
    import cbor2

    plain = gzip.decompress(data)
    if not plain.startswith(MARK):
        raise ValueError("not Pagefind's mark")
    return cbor2.loads(plain[len(MARK) :])


def _written(value: object) -> bytes:
    import cbor2

    return gzip.compress(MARK + cbor2.dumps(value), mtime=0)


def _hash(old: str, data: bytes) -> str:
    """A hash like the one it replaces: the language, and as many digits."""
    lang, _, digits = old.partition("_")
    return f"{lang}_{hashlib.blake2b(data).hexdigest()[: len(digits)]}"
