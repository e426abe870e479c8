// Fetching and visiting as this node does it: in a child process, named after the node, allowed what its configuration
// allows.
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "harvest/address_guard.h"
#include "harvest/fetcher.h"
#include "node/app/desk.h"
#include "node/app/harvester.h"
#include "node/app/peers.h"
#include "node/app/quarantine.h"

namespace commonplace::app {

// What may be connected to for a source of this address; the problem names a block of harvest.allow_private that cannot
// be read.
model::Outcome<harvest::Permits> permits_of(const Desk& desk, const std::string& source_url);

// Told what is out of order with a child process, in words; may be empty.
using ChildTrouble = std::function<void(const std::string&)>;

std::unique_ptr<harvest::Fetcher> fetcher_for(const Desk& desk, const harvest::Permits& permits, std::stop_token stop,
                                              ChildTrouble on_trouble = {});
VisitMaker visits_for(const Desk& desk, const harvest::Permits& permits, ChildTrouble on_trouble = {});
Detector detector_for(const Desk& desk, const harvest::Permits& permits, std::stop_token stop);
SecondReader second_reader_for(const Desk& desk, const harvest::Permits& permits, std::stop_token stop);

}  // namespace commonplace::app
