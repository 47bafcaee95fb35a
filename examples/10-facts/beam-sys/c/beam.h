int beam_threads(int width);
#define BEAM_VERSION "1.4"
