#include "beam.h"

int beam_threads(int width) { return 12 * width; }
