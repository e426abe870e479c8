// The wall clock: the only place besides the HTTP door's argument where it is read.
#pragma once

#include <chrono>

#include "schemas/model/datestamp.h"

namespace commonplace::app {

model::Datestamp now();

// Of the calling thread: how much work it has done, whatever else the machine does.
std::chrono::nanoseconds processor_time();

}  // namespace commonplace::app
