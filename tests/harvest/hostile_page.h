// What the tests of hostile sources share: the fault on page 3 of five pages of a hundred.
#pragma once

#include <functional>
#include <string>

#include "fake_fetcher.h"

namespace commonplace::harvest {

// What page `number` answers, as often as it is asked; `times` 0: always.
FakeSource::Fault on_page(int number, std::function<Fetched(int before)> made, int times = 0);
FakeSource::Fault on_page(int number, Fetched made, int times = 0);

// The healthy page 3 with one record's bytes replaced.
std::string page_with(const FakeSource& source, const std::string& title, const std::string& replacement);

// What came before the fault is kept, and without the fault the next visit goes on to 500.
void expect_kept_and_resumable(FakeSource& source, const Visited& visited, std::size_t kept = 200);

}  // namespace commonplace::harvest
