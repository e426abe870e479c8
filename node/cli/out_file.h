// A file that a command writes. It stands beside its place until it is whole: what was there before stays when the disk is full or there was
// nothing to write. What is no file (a device, a pipe) is written as it is.
#pragma once

#include <fstream>
#include <memory>
#include <ostream>
#include <string>

#include "schemas/model/outcome.h"

namespace commonplace::cli {

class OutFile {
 public:
  // `path` empty: standard output. Problem: the path is a folder, or cannot be written.
  static model::Outcome<OutFile> open(const std::string& path);
  OutFile(OutFile&&) = default;
  OutFile& operator=(OutFile&&) = delete;
  ~OutFile();  // what was not finished is gone

  std::ostream& stream();
  // Puts it into its place. A problem when not all of it could be written.
  model::Failure finish();

 private:
  OutFile(std::string path, std::string aside) : path_(std::move(path)), aside_(std::move(aside)) {}

  std::string path_;   // empty: standard output
  std::string aside_;  // where it is written meanwhile; empty: at its place
  std::unique_ptr<std::ofstream> file_;
};

}  // namespace commonplace::cli
