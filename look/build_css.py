#!/usr/bin/env python3
"""Make the committed style sheet, font, script and licence texts from the npm packages.

Run `npm install` in this folder first; see README.md. Needed only when a version or our own
style sheets change. The result is committed, so nobody needs Node to run or test Drakennet.
"""

import json
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = HERE / "node_modules"
STATIC = HERE.parent / "platform" / "drakennet" / "static"

TOKENS = "@nl-design-system-unstable/voorbeeld-design-tokens"
FONT = "@fontsource-variable/source-sans-3"
HTMX = "htmx.org"

COMPONENTS = (
    "@nl-design-system-candidate/skip-link-css",
    "@nl-design-system-candidate/heading-css",
    "@nl-design-system-candidate/paragraph-css",
    "@nl-design-system-candidate/link-css",
    "@nl-design-system-candidate/button-css",
    "@nl-design-system-candidate/data-badge-css",
    "@utrecht/breadcrumb-nav-css",
    "@utrecht/form-field-css",
    "@utrecht/form-label-css",
    "@utrecht/form-field-description-css",
    "@utrecht/form-field-error-message-css",
    "@utrecht/form-fieldset-css",
    "@utrecht/textbox-css",
    "@utrecht/textarea-css",
    "@utrecht/select-css",
    "@utrecht/checkbox-css",
    "@utrecht/radio-button-css",
    "@utrecht/alert-css",
    "@utrecht/badge-status-css",
    "@utrecht/data-list-css",
    "@utrecht/table-css",
    "@utrecht/pagination-css",
)

TOKEN_LINE = re.compile(r"^\s+(--[\w-]+):\s*(.+?);", re.MULTILINE)
TOKEN_USE = re.compile(r"var\(\s*(--[\w-]+)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
LEFT_OUT = re.compile(r"@charset[^;]+;|/\*#\s*sourceMappingURL=.*?\*/")


CREDITS = """# What is not ours in this folder, and its licence

The layers theme and layout of `drakennet.css`, and `enhance.js`, `filter-list.js` and `mark.svg`,
are ours, EUPL-1.2. The font is © 2023 Adobe (http://www.adobe.com/), with Reserved Font Name
'Source'; the latin subset is as the package gives it.
The components named @utrecht are © Frameless B.V. and Gemeente Utrecht.

| in | package | version | licence | text |
|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Package:
    """One installed npm package: what it calls itself, and its files."""

    folder: Path
    name: str
    version: str
    licence: str

    @classmethod
    def read(cls, name: str) -> "Package":
        folder = PACKAGES / name
        facts = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        return cls(folder, facts["name"], facts["version"], facts["license"])

    @property
    def heading(self) -> str:
        return f"/* {self.name} {self.version} | {self.licence} */\n"

    def text(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")


def component_css(package: Package) -> str:
    """Give the one style sheet of a component, unchanged but for its source map line."""
    names = ("index.css", f"{package.name.split('/')[1].removesuffix('-css')}.css")
    for name in names:
        if (package.folder / "dist" / name).exists():
            css = LEFT_OUT.sub("", package.text(f"dist/{name}"))
            return package.heading + css.strip() + "\n"
    message = f"{package.name} has no style sheet by the names {names}"
    raise FileNotFoundError(message)


def tokens_in_use(tokens: dict[str, str], css: str) -> dict[str, str]:
    """Keep the tokens that the style sheets reach, directly or through another token."""
    reached: set[str] = set()
    waiting = TOKEN_USE.findall(css)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(TOKEN_USE.findall(tokens.get(name, "")))
    return {name: value for name, value in tokens.items() if name in reached}


def token_css(package: Package, css: str) -> str:
    found = TOKEN_LINE.findall(package.text("dist/theme.css"))
    tokens = {name: COMMENT.sub("", value).strip() for name, value in found}
    lines = [f"  {name}: {value};" for name, value in tokens_in_use(tokens, css).items()]
    return package.heading + ":root {\n" + "\n".join(lines) + "\n}\n"


def layer(name: str, css: str) -> str:
    return f"\n@layer {name} {{\n{css.strip()}\n}}\n"


def style_sheet() -> str:
    components = "\n".join(component_css(Package.read(name)) for name in COMPONENTS)
    theme = (HERE / "theme.css").read_text(encoding="utf-8")
    layout = (HERE / "layout.css").read_text(encoding="utf-8")
    tokens = token_css(Package.read(TOKENS), components + theme + layout)
    return (
        "/* Made by look/build_css.py; change look/theme.css or look/layout.css instead.\n"
        "   The licence texts of the packages named below are in the folder licences. */\n"
        "@layer tokens, components, theme, layout;\n"
        + layer("tokens", tokens)
        + layer("components", components)
        + layer("theme", theme)
        + layer("layout", layout)
    )


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def credit_page(packages: tuple[Package, ...], font: Package, htmx: Package) -> str:
    """Name everything that is not ours, for the folder with the licence texts."""
    rows = [
        ("../drakennet.css", each.name, each.version, each.licence, "nl-design-system-EUPL-1.2.md")
        for each in packages
    ]
    rows.append(("../fonts/", font.name, font.version, font.licence, "source-sans-3-OFL-1.1.txt"))
    rows.append(("../vendor/", htmx.name, htmx.version, htmx.licence, "htmx-0BSD.txt"))
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return CREDITS + "\n".join(lines) + "\n"


def licence_of(package: Package) -> Path:
    return next(path for path in sorted(package.folder.iterdir()) if path.stem == "LICENSE")


def main() -> int:
    font, htmx, tokens = Package.read(FONT), Package.read(HTMX), Package.read(TOKENS)
    latin = font.folder / "files" / "source-sans-3-latin-wght-normal.woff2"
    copy(latin, STATIC / "fonts" / "source-sans-3-latin.woff2")
    script = f"htmx-{htmx.version}.min.js"
    copy(htmx.folder / "dist" / "htmx.min.js", STATIC / "vendor" / script)
    copy(licence_of(tokens), STATIC / "licences" / "nl-design-system-EUPL-1.2.md")
    copy(licence_of(font), STATIC / "licences" / "source-sans-3-OFL-1.1.txt")
    copy(licence_of(htmx), STATIC / "licences" / "htmx-0BSD.txt")
    packages = (tokens, *(Package.read(name) for name in COMPONENTS))
    named = credit_page(packages, font, htmx)
    (STATIC / "licences" / "README.md").write_text(named, encoding="utf-8")
    css = style_sheet()
    (STATIC / "drakennet.css").write_text(css, encoding="utf-8")
    sys.stdout.write(f"drakennet.css: {len(css.encode()):,} bytes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
