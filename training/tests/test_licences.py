import json

import pytest

from openelm_train.data.licences import allowed_expression, debian_licences, npm_licence, wheel_licence


@pytest.mark.parametrize(
    ("stated", "allowed"),
    [
        ("MIT", "MIT"),
        ("(MIT OR GPL-3.0)", "MIT"),
        ("(Apache-2.0 OR MIT)", "Apache-2.0"),
        ("MIT AND GPL-3.0", None),
        ("MIT AND BSD-3-Clause", "BSD-3-Clause AND MIT"),
        ("(MIT OR GPL-3.0) AND ISC", "ISC AND MIT"),
        ("Apache-2.0 WITH LLVM-exception", "Apache-2.0 WITH LLVM-exception"),
        ("SEE LICENSE IN LICENSE", None),
        ("BSD", None),
        ("UNLICENSED", None),
        ("AGPL-3.0-or-later", None),
        ("", None),
    ],
)
def test_an_expression_is_allowed_only_when_clearly_permissive(stated: str, allowed: str | None) -> None:
    assert allowed_expression(stated) == allowed


def test_npm_licences_come_from_package_json() -> None:
    assert npm_licence(json.dumps({"license": "ISC"}).encode()) == "ISC"
    assert npm_licence(json.dumps({"license": {"type": "MIT"}}).encode()) == "MIT"
    assert npm_licence(b"{}") is None
    assert npm_licence(b"not json") is None


def test_a_wheel_states_its_licence_as_expression_classifier_or_short_name() -> None:
    assert wheel_licence(b"License-Expression: MIT\n\n") == "MIT"
    assert wheel_licence(b"License: Apache-2.0\n\n") == "Apache-2.0"
    assert wheel_licence(b"Classifier: License :: OSI Approved :: MIT License\n\n") == "MIT"
    assert wheel_licence(b"License: MIT\nClassifier: License :: OSI Approved :: GNU GPL v3\n\n") is None
    assert wheel_licence(b"Name: x\n\n") is None


def test_a_bare_bsd_classifier_is_settled_by_the_licence_text_alone() -> None:
    metadata = b"Classifier: License :: OSI Approved :: BSD License\n\n"
    text = "Redistribution and use in source and binary forms\n... Neither the name of the ..."
    assert wheel_licence(metadata) is None
    assert wheel_licence(metadata, [text]) == "BSD-3-Clause"
    assert wheel_licence(metadata, [text + " all advertising materials"]) is None


COPYRIGHT = b"""Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: x
License: Expat

Files: lib/gpl/*
 lib/other.c
Copyright: y
License: GPL-2+
"""


def test_debian_licences_hold_file_by_file() -> None:
    licence_of = debian_licences(COPYRIGHT)
    assert licence_of is not None
    assert licence_of("src/a.c") == "MIT"
    assert licence_of("lib/gpl/a.c") is None
    assert licence_of("lib/other.c") is None


def test_a_copyright_file_that_no_machine_can_read_is_refused() -> None:
    assert debian_licences(b"This package is free software.") is None
