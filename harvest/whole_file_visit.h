// What visits to one file at one address have in common, whatever is in it (HAR-47, HAR-48): the file is fetched whole
// when its ETag or its digest has changed, handed on in slices, and names everything there is, so that what it does not
// name has gone. An empty one says nothing, and is held.
#pragma once

#include <string>

#include "harvest/first_bytes.h"
#include "harvest/framed_visit.h"

namespace commonplace::harvest {

class WholeFileVisit : public FramedVisit {
 public:
  using FramedVisit::FramedVisit;

 protected:
  // Reads the file, or says why not. Its rows are then asked for one after the other.
  virtual std::optional<VisitOutcome> open(std::string body) = 0;
  virtual std::size_t rows() const = 0;
  virtual void read_row(std::size_t row, Gathering& gathering) = 0;
  virtual Expected expected() const = 0;
  virtual std::string accept() const = 0;
  // Why a file without rows is not believed.
  virtual std::string words_when_empty() const = 0;

  Origin origin() const;

 private:
  // The last file that was taken, as text "digest etag confirm", with "-" for what is not known. `confirm`: when it was
  // listed first; absence counts only once a second list has confirmed it (HAR-41), so it is listed once more after an
  // hour, changed or not. "-" behind that.
  struct Taken {
    std::string digest, etag, confirm;
  };
  static std::string write(const Taken& taken);
  static std::optional<Taken> read(std::string_view text);

  void begin() override;
  std::optional<Delivery> step() override;
  void fetch();
  bool is_due_again() const;
  bool is_unchanged(const Reply& reply) const;
  void take(Reply& reply);
  Taken now_taken() const;
  std::string place() const { return taken_.digest + " " + std::to_string(next_row_); }

  Taken before_;
  Taken taken_;
  bool known_ = false;
  bool open_ = false;
  std::size_t next_row_ = 0;
};

}  // namespace commonplace::harvest
