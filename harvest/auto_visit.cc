#include "harvest/auto_visit.h"

#include "harvest/detect.h"

namespace commonplace::harvest {

namespace {

class AutoVisit : public Visit {
 public:
  AutoVisit(Source source, Fetcher& fetcher, House house, VisitLimits limits, std::optional<Resumption> resumption)
      : source_(std::move(source)),
        fetcher_(fetcher),
        house_(std::move(house)),
        limits_(limits),
        resumption_(std::move(resumption)) {}

  std::optional<Delivery> next_page() override {
    if (!visit_ && !outcome_) find_out();
    if (!visit_) return std::nullopt;
    auto delivery = visit_->next_page();
    standing_ = visit_->standing();
    standing_.kind = source_.kind;
    standing_.url = source_.url;
    return delivery;
  }
  const VisitOutcome& outcome() const override { return visit_ ? visit_->outcome() : outcome_.value(); }
  const Standing& standing() const override { return standing_; }

 private:
  void find_out() {
    const Found found = detect(source_.url, fetcher_, house_.stop);
    if (house_.stop.stop_requested()) {
      outcome_ = ended(Ending::cancelled, "Stopped.");
    } else if (found.kind.empty()) {
      outcome_ = ended(found.reached ? Ending::failed : Ending::not_reached, found.words);
    } else {
      if (house_.say) house_.say(found.words);
      source_.kind = found.kind;
      source_.url = found.url;
      visit_ = make_visit(source_, fetcher_, house_, limits_, resumption_);
    }
  }

  Source source_;
  Fetcher& fetcher_;
  House house_;
  VisitLimits limits_;
  std::optional<Resumption> resumption_;
  std::unique_ptr<Visit> visit_;
  std::optional<VisitOutcome> outcome_;
  Standing standing_;
};

}  // namespace

std::unique_ptr<Visit> make_auto_visit(Source source, Fetcher& fetcher, House house, VisitLimits limits,
                                       std::optional<Resumption> resumption) {
  return std::make_unique<AutoVisit>(std::move(source), fetcher, std::move(house), limits, std::move(resumption));
}

}  // namespace commonplace::harvest
