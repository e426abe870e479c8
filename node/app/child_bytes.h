// Whether what a child process handed over can have been made by our own reader: the parent's look at bytes that may be
// an attacker's (security.md §1). What passes may be stored, shown and offered to others; whether it is believed is
// another question (federation/acceptance.h).
#pragma once

#include <chrono>

#include "harvest/wire.h"

namespace commonplace::app {

inline constexpr std::size_t most_page_memory = 256u * 1024 * 1024;  // of what one page is made into
inline constexpr std::chrono::seconds longest_wait = std::chrono::hours(48);

// Numbers add up and are small enough to be added; texts are UTF-8, but for what is kept verbatim; documents can be read
// and lead to web addresses only. What was read of a document stays with its record (Delivered::resource).
bool is_plausible(harvest::PageNews& news);
bool is_plausible(const harvest::EndNews& news);
bool is_plausible(const harvest::Body& body);
bool is_plausible(harvest::RetryNews& news);
bool is_plausible(const harvest::Found& found);
bool is_plausible(const harvest::Fetched& fetched, const harvest::FetchLimits& limits);

}  // namespace commonplace::app
