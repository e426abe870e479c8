// Lines of the shared real data, for tests that look at how real senders write.
#pragma once

#include <string>
#include <vector>

namespace commonplace::testing_data {

// The first `most` lines of a gzipped file in the shared data folder; empty where that is not on this machine.
std::vector<std::string> lines_of(const std::string& path, std::size_t most);
// A whole file of the shared data folder; empty where that is not on this machine.
std::string file_of(const std::string& path);

}  // namespace commonplace::testing_data
