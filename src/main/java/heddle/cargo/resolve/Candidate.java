package heddle.cargo.resolve;

/** A summary and its id within the search. */
record Candidate(Pid pid, Summary summary) {}
