#include <beam.h>

const char *label(void) { return "beam " BEAM_VERSION; }
