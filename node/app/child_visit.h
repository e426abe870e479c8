// Visits whose work is done by a sandboxed child process (harvest.md §1). The child's bytes are strangers'
// bytes: bounded, checked, and never a reason for more than a new child.
#pragma once

#include <memory>

#include "harvest/curl_fetcher.h"
#include "harvest/visit.h"
#include "node/app/child_start.h"

namespace commonplace::app {

// Visits in a child of its own, that is a page ahead of its caller while this stores one. A child that dies or falls
// silent is replaced, and the visit goes on from its cursor; a page that ends two in a row is handed over as one unread
// record with the reason "killed_reader", and the visit ends `suspended`.
// House::wait and say are called on the visiting thread, House::now once a child and jitter once; a stop ends the child at once.
std::unique_ptr<harvest::Visit> make_child_visit(ChildOptions options, harvest::CurlOptions curl, harvest::Source source,
                                                 harvest::House house, harvest::VisitLimits limits = {},
                                                 std::optional<harvest::Resumption> resumption = std::nullopt);

}  // namespace commonplace::app
