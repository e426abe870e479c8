// The process that touches strangers' bytes: fetches, reads and translates pages in a sandbox, and hands them to the
// parent that started it (harvest.md §1). Holds no data folder, no database, no keys.
#pragma once

namespace commonplace::app {

// Whether this process was started as such a child.
bool is_child(int argc, char** argv);

// Serves its parent until that is gone. Returns the exit code, or does not return.
int run_child(int argc, char** argv);

}  // namespace commonplace::app
