// The fetcher as this node uses it: named after the node, allowed what its configuration allows.
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "harvest/address_guard.h"
#include "harvest/fetcher.h"
#include "node/app/desk.h"

namespace commonplace::app {

// What may be connected to for a source of this address; the problem names a block of harvest.allow_private that cannot
// be read.
model::Outcome<harvest::Permits> permits_of(const Desk& desk, const std::string& source_url);

std::unique_ptr<harvest::Fetcher> fetcher_for(const Desk& desk, const harvest::Permits& permits, std::stop_token stop);

}  // namespace commonplace::app
