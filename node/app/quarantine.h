// What was set aside: looked at, thrown away, or tried again (HAR-30, HAR-39).
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "harvest/fetcher.h"
#include "harvest/second_reading.h"
#include "node/app/harvester.h"
#include "node/store/store.h"
#include "schemas/model/outcome.h"

namespace commonplace::app {

// The bytes as text that harms no terminal: what is no UTF-8 is replaced, control characters are shown as pictures.
std::string harmless(std::string_view raw);

// Why it was set aside, in a sentence; the word itself for reasons without one.
std::string_view reason_in_words(std::string_view reason);

model::Outcome<store::SetAside> find_set_aside(const store::Store& store, std::int64_t id);
model::Failure discard_set_aside(store::Store& store, std::int64_t id);

enum class Retried { stored, waits, nothing_new };  // waits: the peer is on probation

// harvest::read_again() wherever it is to run.
using SecondReader = std::function<std::optional<harvest::Delivered>(const harvest::KeptRecord&)>;

// Reads the kept bytes again; where they cannot be read now either, asks the source for the record (GetRecord). What
// comes through is judged and stored like every other record, moves from `quarantined` to its new column in the counts
// of its visit (HAR-29), and is set aside no longer. Without a `reader` it is read here.
model::Outcome<Retried> try_again(store::Store& store, harvest::Fetcher& fetcher, const Visitor& visitor, std::int64_t id,
                                  const SecondReader& reader = {});

}  // namespace commonplace::app
