// Visits and fetches whose work is done by a sandboxed child process (harvest.md §1). The child's bytes are strangers'
// bytes: bounded, checked, and never a reason for more than a new child.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "harvest/curl_fetcher.h"
#include "harvest/visit.h"
#include "node/app/child_process.h"

namespace commonplace::app {

struct ChildOptions {
  std::string program = "/proc/self/exe";
  SandboxLimits limits;
  std::chrono::milliseconds reading_time{60'000};  // that a child may be silent beyond the longest fetch
  // Words about a child that ended by itself, or has no full sandbox; may be empty.
  std::function<void(const std::string&)> on_trouble;
};

// Visits in a child of its own, that is a page ahead of its caller while this stores one. A child that dies or falls
// silent is replaced, and the visit goes on from its cursor; a page that ends two in a row is handed over as one unread
// record with the reason "killed_reader", and the visit ends `suspended`.
// House::wait and say are called on the visiting thread, House::now once a child and jitter once; a stop ends the child at once.
std::unique_ptr<harvest::Visit> make_child_visit(ChildOptions options, harvest::CurlOptions curl, harvest::Source source,
                                                 harvest::House house, harvest::VisitLimits limits = {},
                                                 std::optional<harvest::Resumption> resumption = std::nullopt);

// Fetches in a child that is started at the first call and kept. A child that ends costs the caller a FetchProblem.
std::unique_ptr<harvest::Fetcher> make_child_fetcher(ChildOptions options, harvest::CurlOptions curl);

}  // namespace commonplace::app
