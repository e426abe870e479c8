// The way in: POST, the order and the coding of arguments, compression (S3.1).
#include <algorithm>

#include <fmt/format.h>

#include "harvest/validator/checks.h"

namespace commonplace::harvest::validator {

namespace {

constexpr std::size_t worth_compressing = 2000;  // bytes

void check_post(Interview& interview) {
  const Answer identify = interview.ask({.arguments = {{"verb", "Identify"}}, .post = true});
  if (identify.reply || !interview.is_over()) {
    const bool came = identify.verb() && identify.verb()->local == "Identify";
    const std::string status = identify.reply ? fmt::format(" The status is {}.", identify.reply->status) : "";
    interview.hold("post", came, identify, identify.in_short() + status);
  }
}

// The first live record, asked for in an unusual way that means the same.
void check_odd_question(Interview& interview, std::string_view rule, const Header& record, Question question) {
  const Answer answer = interview.ask(question);
  if (!answer.is_readable()) return;
  const auto headers = answer.headers();
  interview.hold(rule, headers.size() == 1 && headers.front().identifier == record.identifier, answer,
                 answer.in_short());
}

std::string escaped_whole(std::string_view text) {
  std::string out;
  for (const char c : text) out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  return out;
}

void check_coding(Interview& interview, const Header& record) {
  const std::string& prefix = interview.known.prefix;
  const Arguments arguments{{"metadataPrefix", prefix}, {"identifier", record.identifier}, {"verb", "GetRecord"}};
  check_odd_question(interview, "argument-order", record, {.arguments = arguments});
  check_odd_question(interview, "percent-coding", record,
                     {.arguments = arguments,
                      .query = fmt::format("verb=%47etRecord&identifier={}&metadataPrefix={}",
                                           escaped_whole(record.identifier), escaped_whole(prefix))});
}

void check_compression_used(Interview& interview) {
  if (interview.known.compression.find("gzip") == std::string::npos) return;
  const Answer answer =
      interview.ask({.arguments = {{"verb", "ListRecords"}, {"metadataPrefix", interview.known.prefix}}});
  if (!answer.reply || answer.reply->body.size() < worth_compressing) return;
  interview.hold("compression-listed", answer.reply->wire_bytes < answer.reply->body.size(), answer,
                 "It came uncompressed.");
}

}  // namespace

void check_door(Interview& interview) {
  interview.ask({.arguments = {{"verb", "Identify"}}, .plain = true});
  check_post(interview);
  check_compression_used(interview);
  const auto& sample = interview.known.sample;
  const auto live = std::find_if(sample.begin(), sample.end(), [](const Header& h) { return !h.deleted; });
  if (live != sample.end()) check_coding(interview, *live);
}

}  // namespace commonplace::harvest::validator
