// Waiting that a stop ends: for the threads of a node and for commands that ask a source again later.
#pragma once

#include <chrono>
#include <stop_token>

namespace commonplace::app {

// Waits that long and says true; false at once when a stop is or was requested. Any thread.
bool rest(const std::stop_token& stop, std::chrono::milliseconds pause);

}  // namespace commonplace::app
