"""The cells of a job: seen in its kernel, known again, left out where that is sound, resumed."""
