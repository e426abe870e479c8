// Records as other nodes and programs take them: the envelope of federation.md §3.1, and the line of the change feed
// around it (CONTRACT §4.2). Made of stored text: nothing is parsed or rendered on the way.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "node/store/store.h"
#include "node/web/context.h"
#include "schemas/formats/cpl.h"

namespace commonplace::web {

// For one answer. What the contributors are called is taken from `directory`.
class RecordWriter {
 public:
  explicit RecordWriter(std::shared_ptr<const Directory> directory) : directory_(std::move(directory)) {}

  // Appends the envelope, JCS text without a line feed.
  void append_envelope(std::string& out, const store::ChangeRow& row);
  void append_envelope(std::string& out, const store::StoredRecord& record);
  // Appends one line of the feed, line feed included. `digest` is "sha-256:" and the hex of the envelope's SHA-256.
  void append_line(std::string& out, const store::ChangeRow& row);
  // Text of a datestamp; valid until the next call.
  std::string_view date(model::Datestamp datestamp);

  // A contributor who came after the directory was read was written without a name: read it again and start anew.
  bool met_a_stranger() const { return met_a_stranger_; }

 private:
  void append(std::string& out, store::ContributorId contributor, const formats::EnvelopeWriter::Record& record);
  const formats::EnvelopeWriter& writer_for(store::ContributorId contributor);

  std::shared_ptr<const Directory> directory_;
  std::map<store::ContributorId, formats::EnvelopeWriter> writers_;
  model::Datestamp dated_{-1};
  std::string date_;
  bool met_a_stranger_ = false;
};

// Calls `write` with a writer; once more, to begin anew, where a contributor came between the look at the directory and
// the look at the records.
template <typename Write>
void write_records(const Context& context, const Write& write) {
  RecordWriter writer(context.directory);
  write(writer);
  if (!writer.met_a_stranger()) return;
  RecordWriter again(context.house.directory.now());
  write(again);
}

// Where the record answers by itself.
std::string record_address(const Context& context, std::string_view public_id);

}  // namespace commonplace::web
