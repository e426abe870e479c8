#include "source_server.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "harvest/address_guard.h"

namespace commonplace::app {

SourceServer::SourceServer() {
  server_ = std::make_unique<harvest::RawServer>(
      [this](harvest::RawServer& server, int socket, const std::string& request) { return answer(server, socket, request); });
}

harvest::Source SourceServer::as_source() const {
  harvest::Source known;
  known.url = server_->url();
  known.name = "Source";
  return known;
}

harvest::CurlOptions SourceServer::curl() const {
  harvest::CurlOptions options;
  options.user_agent = "Commonplace/test";
  options.permits = harvest::permits_for(server_->url(), {*harvest::parse_block("127.0.0.1/32")});
  return options;
}

bool SourceServer::answer(harvest::RawServer& server, int socket, const std::string& request) {
  const auto begin = request.find(' ') + 1;
  const auto target = request.substr(begin, request.find(' ', begin) - begin);
  const int page = harvest::page_asked(harvest::arguments_of(target));
  int before = 0;
  std::string reply;
  {
    const std::lock_guard lock(mutex_);
    before = static_cast<int>(std::count(pages_.begin(), pages_.end(), page));
    pages_.push_back(page);
    const auto fetched = source.fetch({.url = "https://source.example" + target, .accept = {}, .limits = {}});
    const std::string headers = fetched.reply->retry_after ? "Retry-After: " + std::to_string(fetched.reply->retry_after->count()) + "\r\n" : "";
    reply = harvest::http_reply(fetched.reply->status, "Content-Type: text/xml\r\n" + headers, fetched.reply->body);
  }
  if (act)
    if (const auto done = act(server, socket, page, before, reply)) return *done;
  return harvest::RawServer::send_bytes(socket, reply);
}

std::vector<int> SourceServer::pages_asked() const {
  const std::lock_guard lock(mutex_);
  return pages_;
}

int SourceServer::times_asked(int page) const {
  const auto pages = pages_asked();
  return static_cast<int>(std::count(pages.begin(), pages.end(), page));
}

bool SourceServer::soon_asked(int page) const {
  for (int i = 0; i < 2'000 && times_asked(page) == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  return times_asked(page) > 0;
}

std::vector<pid_t> children() {
  std::vector<pid_t> all;
  for (const auto& thread : std::filesystem::directory_iterator("/proc/self/task")) {
    std::ifstream file(thread.path() / "children");
    for (pid_t id; file >> id;) all.push_back(id);
  }
  return all;
}

std::size_t Run::distinct() const {
  std::set<std::string> identifiers;
  for (const auto& page : pages)
    for (const auto& record : page.records) identifiers.insert(record.identifier);
  return identifiers.size();
}

std::vector<harvest::Unread> Run::unread() const {
  std::vector<harvest::Unread> all;
  for (const auto& page : pages) all.insert(all.end(), page.unread.begin(), page.unread.end());
  return all;
}

Run run(harvest::Visit& visit) {
  Run result;
  while (auto page = visit.next_page()) result.pages.push_back(std::move(*page));
  result.outcome = visit.outcome();
  result.standing = visit.standing();
  return result;
}

}  // namespace commonplace::app
