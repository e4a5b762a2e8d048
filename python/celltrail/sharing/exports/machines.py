"""Forms in which other machines run a notebook: a Dockerfile, a workflow of GitHub Actions, a DAG of Airflow."""

from __future__ import annotations

import json
import re
from typing import Any

from celltrail.records import Environment
from celltrail.sharing.exports.notebook import Book

_PYTHON = "3.11"
_RUNNERS = {"papermill": "", "ipykernel": ""}
"""What running a notebook needs besides what it needs itself."""
LOCK = "requirements.lock"


def requirements(environment: Environment | None) -> tuple[str, list[str]]:
    """Return the packages of an environment, each at its version, and what should be known of them."""
    if environment is None:
        note = "No environment is known of a notebook that was not run: the newest packages are taken."
        return "\n".join(sorted(_RUNNERS)) + "\n", [note]
    known = {_normal(name): version for name, version in environment.packages.items()}
    known.pop("celltrail", None)
    lines = [f"{name}=={version}" for name, version in known.items()]
    lines += [name for name in _RUNNERS if name not in known]
    local = sorted(name for name, version in known.items() if "+" in version)
    notes = [f"Local versions, which no index may have: {', '.join(local)}."] if local else []
    return "\n".join(sorted(lines)) + "\n", notes


def dockerfile(book: Book) -> str:
    """Return a Dockerfile: the packages by the lock file, the notebook, papermill to run it."""
    return f"""# Build: docker build -t {book.name.lower()} .
# Run:   docker run --rm -v "$PWD/out:/work/out" {book.name.lower()} -p NAME VALUE
FROM python:{_python(book)}-slim

ENV PYTHONUNBUFFERED=1 \\
    PIP_NO_CACHE_DIR=1

WORKDIR /work
RUN useradd --create-home --uid 1000 runner && mkdir out && chown runner:runner /work /work/out

COPY {LOCK} ./
RUN pip install --no-cache-dir -r {LOCK} \\
    && python -m ipykernel install --sys-prefix --name python3

COPY --chown=runner:runner {book.name}.ipynb ./
USER 1000

ENTRYPOINT ["papermill", "{book.name}.ipynb", "out/{book.name}.ipynb", "--kernel", "python3"]
"""


def workflow(book: Book) -> str:
    """Return a workflow of GitHub Actions whose inputs are the parameters."""
    inputs = "".join(_input(book, name) for name in _names(book))
    environment = "".join(f'          P_{name}: "${{{{ inputs.{name} }}}}"\n' for name in _names(book))
    given = "".join(f" \\\n            {_given(book, name)}" for name in _names(book))
    return f"""name: {_text(book.name)}

on:
  workflow_dispatch:
{f"    inputs:{chr(10)}{inputs}" if inputs else ""}
permissions:
  contents: read

jobs:
  run:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: {_text(_python(book))}
      - name: Install the packages
        run: python -m pip install -r {LOCK} && python -m ipykernel install --user --name python3
      - name: Run the notebook
{f"        env:{chr(10)}{environment}" if environment else ""}        run: |
          mkdir -p out
          papermill {book.name}.ipynb out/{book.name}.ipynb --kernel python3{given}
      - name: Keep the executed notebook
        if: always()
        uses: actions/upload-artifact@v4
        with:
          name: {_text(book.name)}
          path: out/
"""


def dag(book: Book) -> str:
    """Return a DAG of Airflow, 2 or 3, whose params are the parameters."""
    values = {name: _plain(book, name) for name in _names(book)}
    environment = {f"P_{name}": f"{{{{ params.{name} }}}}" for name in values}
    given = "".join(f" {_given(book, name)}" for name in values)
    command = f'papermill "$NOTEBOOK" "$OUTPUT" --kernel python3{given}'
    return f'''"""{book.name}: papermill runs the notebook {book.name}.ipynb, which belongs beside this file."""

from datetime import datetime
from pathlib import Path

try:
    from airflow.sdk import DAG
except ImportError:  # Airflow 2
    from airflow import DAG
try:
    from airflow.providers.standard.operators.bash import BashOperator
except ImportError:  # Airflow 2
    from airflow.operators.bash import BashOperator

HERE = Path(__file__).parent

with DAG(
    dag_id={book.name!r},
    schedule=None,
    start_date=datetime(2024, 1, 1),
    catchup=False,
    params={json.dumps(values, indent=4, ensure_ascii=False).replace(chr(10), chr(10) + "    ")},
) as dag:
    BashOperator(
        task_id="run",
        bash_command={command!r},
        env={{
            "NOTEBOOK": str(HERE / {f"{book.name}.ipynb"!r}),
            "OUTPUT": str(HERE / {f"{book.name}-{{{{ ts_nodash }}}}.ipynb"!r}),
            **{environment!r},
        }},
        append_env=True,
    )
'''


def _names(book: Book) -> list[str]:
    return [parameter.name for parameter in book.parameters]


def _given(book: Book, name: str) -> str:
    """Return papermill's option for a parameter whose value is in a variable: text as it is, the rest as YAML."""
    return f'-r {name} "$P_{name}"' if isinstance(_value(book, name), str) else f'-y "{name}: $P_{name}"'


def _value(book: Book, name: str) -> Any:
    default = next(parameter.default for parameter in book.parameters if parameter.name == name)
    return book.given.get(name, default)


def _plain(book: Book, name: str) -> str:
    """Return the value of a parameter as text: of what is no text, as JSON."""
    value = _value(book, name)
    return value if isinstance(value, str) else json.dumps(value, default=str)


def _input(book: Book, name: str) -> str:
    about = next(parameter.help for parameter in book.parameters if parameter.name == name) or name
    lines = [
        f"      {name}:",
        f"        description: {_text(about)}",
        f"        default: {_text(_plain(book, name))}",
    ]
    return "".join(f"{line}\n" for line in lines)


def _text(text: str) -> str:
    """Return text as YAML, of which JSON is a part."""
    return json.dumps(text, ensure_ascii=False)


def _python(book: Book) -> str:
    return book.environment.python if book.environment else _PYTHON


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
