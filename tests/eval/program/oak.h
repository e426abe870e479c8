// The real records and curriculum that alignment is measured on: lessons, their statements, and the texts by which Oak
// names statements. Read from a copy of the shared data; nothing of it lies in the project.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "node/curriculum/catalogue.h"
#include "schemas/model/resource.h"

namespace commonplace::eval {

// A text as Oak writes a statement, where it was met, and the statements that are known to be meant (may be none).
struct AlignmentText {
  std::string text;
  std::set<std::string> subjects;  // ids of vocabularies
  std::set<std::string> levels;
  std::set<std::string> uris;
};

struct Lesson {
  std::string slug;
  std::string subject;  // as Oak writes it
  model::Resource resource;
  std::set<std::string> units;
  std::set<std::string> uris;  // statements with a known URI
  std::vector<std::string> texts;  // of all its statements, as Oak writes them
  int place = 0;                   // 0…255, the first byte of SHA-256 of the slug; below 0x1A: held out (CUR-31)
};

// A primary source set: the addresses of what it says it is aligned to, and its subjects as it writes them.
struct SourceSet {
  std::vector<std::string> targets;
  std::vector<std::string> subjects;
};

[[noreturn]] void give_up(const std::string& why);

// `data`: the folder with curricula/ and records/. Ends the program with status 2 where a file cannot be read.
void add_england(const std::string& data, curriculum::Catalogue& catalogue);
std::vector<AlignmentText> alignment_texts(const std::string& data);
std::vector<Lesson> lessons(const std::string& data);
std::vector<SourceSet> source_sets(const std::string& data);

}  // namespace commonplace::eval
