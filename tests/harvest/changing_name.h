// The name "changing.example", which means what a test says at the moment, as an attacker's server of names would do it:
// the program that holds this resolves it by itself, for libcurl too.
#pragma once

#include <string>

namespace commonplace::harvest {

// Numeric addresses, blank-separated; looked up anew each time.
void name_means(const std::string& addresses);

// How often it was looked up.
int name_lookups();

}  // namespace commonplace::harvest
