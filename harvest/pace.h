// How long to wait: Retry-After, and back-off with jitter (HAR-6). Pure: chance and time are arguments.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "schemas/model/datestamp.h"

namespace commonplace::harvest {

inline constexpr std::chrono::seconds longest_wait = std::chrono::hours(24);

// Reads a Retry-After value: seconds, or an HTTP date, for which the reply's own Date is needed (its clock, not ours).
// nullopt when unreadable, negative, or a date in the past: treated as missing. Capped at 24 h. Source: RFC 9110
// §10.2.3.
std::optional<std::chrono::seconds> read_retry_after(std::string_view value,
                                                     std::optional<model::Datestamp> reply_date);

// After 503 or 429: what was asked, plus at most 10 % (never early); without it 2 min, doubling with each attempt.
// attempt counts from 0; jitter in [0, 1).
std::chrono::seconds wait_when_busy(std::optional<std::chrono::seconds> asked, int attempt, double jitter);

// After other 5xx and network errors: full jitter over 1 min doubling to 24 h.
std::chrono::seconds back_off(int attempt, double jitter);

}  // namespace commonplace::harvest
