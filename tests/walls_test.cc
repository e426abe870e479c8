// Keeps the walls of docs/architecture.md: who may include whom, and where each foreign library lives.
// Reads every #include of the sources and says in words which arrow points the wrong way.

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;

const fs::path root = COMMONPLACE_SOURCE_DIR;

struct Include {
  fs::path file;  // relative to the root
  int line;
  std::string target;
  bool quoted;
};

bool is_source(const fs::path& path) { return path.extension() == ".h" || path.extension() == ".cc"; }

std::vector<fs::path> sources() {
  std::vector<fs::path> out;
  for (const char* floor : {"schemas", "harvest", "federation", "ui", "node"})
    for (auto entry = fs::recursive_directory_iterator(root / floor); entry != fs::recursive_directory_iterator(); ++entry) {
      if (entry->path().filename() == "node_modules") entry.disable_recursion_pending();
      if (entry->is_regular_file() && is_source(entry->path())) out.push_back(fs::relative(entry->path(), root));
    }
  return out;
}

std::vector<Include> includes_of(const fs::path& file) {
  std::vector<Include> out;
  std::ifstream in(root / file);
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (!line.starts_with("#include ")) continue;
    const char close = line[9] == '"' ? '"' : '>';
    out.push_back({file, number, line.substr(10, line.find(close, 10) - 10), line[9] == '"'});
  }
  return out;
}

std::vector<Include> all_includes() {
  std::vector<Include> out;
  for (const auto& file : sources())
    for (auto& include : includes_of(file)) out.push_back(std::move(include));
  return out;
}

// "schemas/formats", "harvest", "node/store"; "node" for node/main.cc.
std::string room_of(const fs::path& path) {
  auto part = path.begin();
  const std::string first = *part++;
  const bool has_rooms = first == "schemas" || first == "node";
  return has_rooms && std::next(part) != path.end() ? first + "/" + part->string() : first;
}

const std::map<std::string, std::set<std::string>> may_include = {
    {"schemas/model", {}},
    {"schemas/vocabularies", {"schemas/model"}},
    {"schemas/formats", {"schemas/model", "schemas/vocabularies"}},
    {"harvest", {"schemas/model", "schemas/formats", "schemas/vocabularies"}},
    {"federation", {"schemas/model", "schemas/formats", "schemas/vocabularies", "harvest"}},
    {"ui", {"schemas/model"}},
    {"node/config", {"schemas/model", "schemas/formats"}},
    {"node/http", {"schemas/model", "schemas/formats"}},
    {"node/store", {"schemas/model", "schemas/formats"}},
    {"node/search", {"schemas/model", "schemas/formats", "schemas/vocabularies"}},
    {"node/curriculum", {"schemas/model", "schemas/formats", "schemas/vocabularies", "node/store", "node/search"}},
    {"node/oai", {"schemas/model", "schemas/formats", "schemas/vocabularies", "federation", "node/store", "node/http"}},
    {"node/web",
     {"schemas/model", "schemas/formats", "schemas/vocabularies", "ui", "federation", "node/config", "node/store", "node/search",
      "node/curriculum", "node/http"}},
    {"node/app",
     {"schemas/model", "schemas/formats", "schemas/vocabularies", "harvest", "federation", "ui", "node/config", "node/store",
      "node/search", "node/curriculum", "node/http", "node/oai", "node/web"}},
    {"node/cli",
     {"schemas/model", "schemas/formats", "schemas/vocabularies", "harvest", "federation", "node/config", "node/store",
      "node/search", "node/curriculum", "node/http", "node/app"}},
    {"node", {"node/cli"}},
};

// Beginning of a foreign header → the files, by beginning of their path, that may name it.
const std::map<std::string, std::vector<std::string>> homes = {
    {"libxml/", {"schemas/formats/xml"}},
    {"nlohmann/", {"schemas/formats/json.h"}},
    {"openssl/", {"schemas/formats/digest.cc", "federation/keys", "federation/signature"}},
    {"utf8proc", {"schemas/formats/unicode.cc"}},
    {"idn2", {"schemas/formats/url.cc"}},
    {"zip.h", {"schemas/formats/zip.cc"}},
    {"serd/", {"schemas/formats/turtle.cc"}},
    {"curl/", {"harvest/curl_fetcher"}},
    {"zlib.h", {"harvest/curl_fetcher", "harvest/gunzip", "node/http/encoding.cc"}},
    {"kainjow/", {"ui/render.cc"}},
    {"pistache/", {"node/http/pistache_server.cc"}},
    {"boost/beast", {"node/http/request_reader.cc"}},
    {"boost/asio", {"node/http/request_reader.cc"}},
    {"sqlite3.h", {"node/store/sqlite"}},
    {"libstemmer", {"node/search/"}},
    {"CLI/", {"node/cli/"}},
    {"toml++/", {"node/config/"}},
    {"spdlog/", {"node/config/log.cc"}},
    {"seccomp.h", {"node/app/sandbox.cc"}},
};

bool is_standard(const std::string& header) {
  return header.find('/') == std::string::npos && header.find('.') == std::string::npos;
}

bool is_system(const std::string& header) {
  static const std::set<std::string> allowed = {"fcntl.h", "unistd.h", "poll.h", "netdb.h", "signal.h", "grp.h", "pwd.h", "malloc.h",
                                              "spawn.h", "sched.h"};
  return allowed.contains(header) || header.starts_with("sys/") || header.starts_with("arpa/") ||
         header.starts_with("netinet/") || header.starts_with("net/") || header.starts_with("linux/");
}

std::string place(const Include& include) { return include.file.string() + ":" + std::to_string(include.line); }

TEST(Walls, EveryArrowPointsDown) {
  for (const auto& include : all_includes()) {
    if (!include.quoted) continue;
    const auto from = room_of(include.file);
    const auto to = room_of(include.target);
    ASSERT_TRUE(may_include.contains(from)) << from << " is a room that the walls do not know";
    EXPECT_TRUE(from == to || may_include.at(from).contains(to))
        << place(include) << ": " << from << " may not include " << include.target;
  }
}

TEST(Walls, OwnHeadersAreIncludedByTheirFullPath) {
  for (const auto& include : all_includes()) {
    if (!include.quoted) continue;
    EXPECT_TRUE(fs::exists(root / include.target)) << place(include) << ": there is no " << include.target;
  }
}

TEST(Walls, EachForeignLibraryStaysInItsRoom) {
  for (const auto& include : all_includes()) {
    if (include.quoted || is_standard(include.target) || is_system(include.target)) continue;
    if (include.target.starts_with("fmt/")) {
      EXPECT_EQ(include.file.extension(), ".cc") << place(include) << ": fmt belongs into .cc files";
      continue;
    }
    const auto home = std::find_if(homes.begin(), homes.end(),
                                   [&](const auto& entry) { return include.target.starts_with(entry.first); });
    ASSERT_NE(home, homes.end()) << place(include) << ": " << include.target << " has no home; see docs/architecture.md";
    const bool at_home = std::any_of(home->second.begin(), home->second.end(), [&](const std::string& beginning) {
      return include.file.string().starts_with(beginning);
    });
    EXPECT_TRUE(at_home) << place(include) << ": " << include.target << " lives in " << home->second.front();
  }
}

TEST(Walls, ForeignHeadersStandInSourceFilesOnly) {
  for (const auto& include : all_includes()) {
    const bool foreign = !include.quoted && !is_standard(include.target) && !is_system(include.target);
    const bool the_exception = include.file == "schemas/formats/json.h";  // docs/decisions/0002
    EXPECT_TRUE(!foreign || include.file.extension() == ".cc" || the_exception) << place(include) << ": " << include.target;
  }
}

TEST(Walls, NoRoomIsCalledByWhatItIsNot) {
  for (const auto& file : sources())
    for (const auto& part : file)
      for (const char* name : {"util", "utils", "common", "base", "helpers", "helper", "misc"})
        EXPECT_NE(part.stem().string(), name) << file << " wants a real name";
}

// SEC-61: what may be called in one room alone.
TEST(Walls, DangerousCallsStayInTheirRoom) {
  const std::map<std::string, std::vector<std::string>> calls = {
      {"std::regex", {}},
      // HAR-51: one function reads XML, and never with what SEC-50 forbids.
      {"xmlRead", {}},
      {"xmlCtxtRead", {}},
      {"xmlParse", {"schemas/formats/xml_stream.cc"}},
      {"xmlCreateMemoryParserCtxt", {"schemas/formats/xml_stream.cc"}},
      {"xmlCreatePushParserCtxt", {}},
      {"xmlCreateFileParserCtxt", {}},
      {"xmlCreateURLParserCtxt", {}},
      {"xmlSAXUserParse", {}},
      {"xmlNewTextReader", {}},
      {"xmlReaderFor", {}},
      {"xmlXInclude", {}},
      {"xmlSchema", {}},
      {"xmlLoad", {}},
      {"htmlRead", {}},
      {"htmlParse", {}},
      {"XML_PARSE_HUGE", {}},
      {"XML_PARSE_NOENT", {}},
      {"XML_PARSE_DTD", {}},
      {"XML_PARSE_XINCLUDE", {}},
      {"XML_PARSE_RECOVER", {}},
      // SEC-1: what connects to strangers runs in a child.
      {"make_curl_fetcher(", {"harvest/curl_fetcher", "node/app/child.cc"}},
      {"curl_easy_perform", {"harvest/curl_fetcher.cc"}},
      {" fork(", {}},
      {"posix_spawn(", {"node/app/child_process.cc"}},
      {" execv", {}},
      {" system(", {}},
      {" popen(", {}},
      {"strcpy(", {}},
      {"sprintf(", {}},
      {"system_clock::now", {"node/app/clock.cc"}},
  };
  for (const auto& file : sources()) {
    std::ifstream in(root / file);
    int number = 0;
    for (std::string line; std::getline(in, line);) {
      ++number;
      for (const auto& [call, rooms] : calls) {
        if (line.find(call) == std::string::npos || line.find("//") < line.find(call)) continue;
        const bool at_home = std::any_of(rooms.begin(), rooms.end(),
                                         [&](const std::string& room) { return file.string().starts_with(room); });
        EXPECT_TRUE(at_home) << file << ":" << number << " calls " << call;
      }
    }
  }
}

}  // namespace
