package heddle.cargo.resolve;

import java.util.List;
import java.util.Set;

/** A dependency to be satisfied: its candidates, best first, and the features they shall have. */
record Sibling(Wanted wanted, List<Candidate> candidates, Set<String> features) {}
