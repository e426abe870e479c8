// The program: hands the command line to node/cli, the first of the three doors where exceptions end.
#include "node/cli/run.h"

int main(int argc, char** argv) { return commonplace::cli::run(argc, argv); }
