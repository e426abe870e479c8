// The command line of CONTRACT §2.
#pragma once

namespace commonplace::cli {

// Runs one command and returns its exit code: 0 done, 1 failed, 2 wrong usage, 3 done with something set aside, and
// 4…9 for harvest (harvest.md §4). Never throws.
int run(int argc, char** argv);

}  // namespace commonplace::cli
