"""``%submit``: a notebook runs in the background."""

from __future__ import annotations

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

import celltrail
from celltrail import jobs
from celltrail.magics.faults import plainly, unquoted
from celltrail.magics.jobcard import SubmittedJob
from celltrail.magics.options import job_arguments, parameter_arguments, parsed


@magics_class
class SubmitMagic(Magics):
    """Starts notebooks."""

    @magic_arguments()
    @argument("notebook", help="The notebook's path.")
    @parameter_arguments
    @job_arguments
    @argument("--resume", nargs="?", const=True, default=False, metavar="JOB", help="Go on with a job.")
    @line_magic
    @plainly
    def submit(self, line: str) -> SubmittedJob:
        """Run a notebook in the background, in a process that outlives this kernel.

        Examples
        --------
        ::

            %submit train.ipynb -p lr=0.1 -p months=[1,2,3] --retries 2
        """
        options = parsed(self.submit, line)
        parameters = jobs.from_text([unquoted(text) for text in options.parameter], options.yaml)
        _, given = jobs.apart(vars(options))
        job = celltrail.submit(unquoted(options.notebook), parameters, resume=options.resume, **given)
        return SubmittedJob(job)
