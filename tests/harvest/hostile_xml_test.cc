// HAR-52: 57 hostile XML files, made here because some are large. Each must end in an ordinary refusal or an ordinary
// text within 100 ms of processor time and 64 MiB, and nothing may be opened for it: no file, no connection.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>

#include "harvest/page.h"
#include "schemas/formats/xml.h"
#include "tests/sanitized.h"

namespace commonplace::harvest {
namespace {

using namespace std::string_view_literals;

constexpr double most_seconds = is_sanitized ? 3.0 : 0.1;
constexpr long most_kib = is_sanitized ? 512 * 1024 : 64 * 1024;

std::string times(std::string_view piece, std::size_t count) {
  std::string text;
  text.reserve(piece.size() * count);
  for (std::size_t i = 0; i < count; ++i) text += piece;
  return text;
}

std::string numbered(std::string_view form, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += fmt::format(fmt::runtime(form), i);
  return text;
}

// A page of a list with something in the metadata of its one record.
std::string page_with(std::string_view inside, std::string_view before_root = "") {
  return std::string(before_root) +
         "<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><responseDate>2026-11-20T08:00:00Z</responseDate><ListRecords><record>"
         "<header><identifier>oai:a.example:1</identifier><datestamp>2026-11-20</datestamp></header><metadata><x>" +
         std::string(inside) + "</x></metadata></record></ListRecords></OAI-PMH>";
}

std::string laughs() {
  std::string dtd = "<!DOCTYPE l [<!ENTITY l0 'ha'>";
  for (int i = 1; i < 10; ++i) dtd += fmt::format("<!ENTITY l{} '{}'>", i, times(fmt::format("&l{};", i - 1), 10));
  return dtd + "]>";
}

struct Hostile {
  const char* name;
  const char* kind;  // of the refusal by prepare_xml or stream_xml; empty: it is read as ordinary text
  std::function<std::string()> make;
};

const std::array<Hostile, 57> hostile = {{
    {"external entity of a file", "doctype", [] { return page_with("&e;", "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"); }},
    {"external entity of an address", "doctype", [] { return page_with("&e;", "<!DOCTYPE a [<!ENTITY e SYSTEM 'http://127.0.0.1:9/'>]>"); }},
    {"external subset", "doctype", [] { return page_with("", "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/x.dtd'>"); }},
    {"public subset", "doctype", [] { return page_with("", "<!DOCTYPE a PUBLIC '-//X//EN' 'file:///etc/hosts'>"); }},
    {"parameter entity", "doctype", [] { return page_with("", "<!DOCTYPE a [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]>"); }},
    {"billion laughs", "doctype", [] { return page_with("&l9;", laughs()); }},
    {"quadratic blow-up", "doctype", [] { return page_with(times("&q;", 50'000), "<!DOCTYPE a [<!ENTITY q '" + times("q", 50'000) + "'>]>"); }},
    {"attribute defaults", "doctype", [] { return page_with("", "<!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]>"); }},
    {"notation", "doctype", [] { return page_with("", "<!DOCTYPE a [<!NOTATION n SYSTEM 'x'>]>"); }},
    {"document type in the middle", "doctype", [] { return page_with("<!DOCTYPE b>"); }},
    {"entity declaration alone", "doctype", [] { return page_with("<!ENTITY e 'x'>"); }},
    {"conditional section", "doctype", [] { return page_with("<![INCLUDE[ x ]]>"); }},
    {"document type that never ends", "doctype", [] { return "<!DOCTYPE a [" + times("<!ENTITY e 'x'>", 200'000); }},
    {"document type in lower case", "doctype", [] { return page_with("", "<!doctype a>"); }},
    {"entity that nobody declared", "", [] { return page_with("&undeclared;"); }},
    {"64 levels and one", "too_deep", [] { return times("<a>", 65) + times("</a>", 65); }},
    {"a million levels", "too_deep", [] { return page_with(times("<a>", 1'000'000) + times("</a>", 1'000'000)); }},
    {"a million levels that never close", "too_deep", [] { return times("<a>", 1'000'000); }},
    {"a million ends", "not_wellformed", [] { return page_with(times("</a>", 1'000'000)); }},
    {"200,000 attributes", "tag_too_big", [] { return page_with("<a" + numbered(" a{}=''", 200'000) + "/>"); }},
    {"257 attributes", "tag_too_big", [] { return page_with("<a" + numbered(" a{}=''", 257) + "/>"); }},
    {"one attribute twice", "not_wellformed", [] { return page_with("<a b='1' b='2'/>"); }},
    {"an attribute of 64 KiB", "tag_too_big", [] { return page_with("<a b='" + times("x", 65'536) + "'/>"); }},
    {"a name of 70,000 bytes", "tag_too_big", [] { return page_with("<" + times("a", 70'000) + "/>"); }},
    {"an end tag of 1 MiB", "tag_too_big", [] { return page_with("<a></a" + times(" ", 1'048'576) + ">"); }},
    {"quotation marks without end", "not_wellformed", [] { return page_with("<a " + times("'\"", 30'000) + "/>"); }},
    {"a thousand tags of 250 attributes", "", [] { return page_with(times("<a" + numbered(" a{}=''", 250) + "/>", 300)); }},
    {"10,000 namespaces in one tag", "tag_too_big", [] { return page_with("<a" + numbered(" xmlns:n{0}='u{0}'", 10'000) + "/>"); }},
    {"129 open namespaces", "tag_too_big", [] {
       std::string deep;
       for (int i = 0; i < 43; ++i) deep += fmt::format("<a xmlns:x{0}='u' xmlns:y{0}='u' xmlns:z{0}='u'>", i);
       return page_with(deep + times("<b/>", 100'000));
     }},
    {"a namespace of its own for each element", "", [] { return page_with(numbered("<n{0}:a xmlns:n{0}='u{0}'/>", 10'000)); }},
    {"a prefix that nobody declared", "", [] { return page_with("<n:a/>"); }},
    {"the prefix xml for something else", "", [] { return page_with("<a xmlns:xml='urn:x'/>"); }},
    {"text of 11 MB", "text_too_long", [] { return page_with(times("x", 11'000'000)); }},
    {"text of 11 MB in CDATA", "text_too_long", [] { return page_with("<![CDATA[" + times("x", 11'000'000) + "]]>"); }},
    {"text of 11 MB in pieces", "text_too_long", [] { return page_with(times("<![CDATA[" + times("x", 100'000) + "]]><!-- -->", 110)); }},
    {"200,000 ampersands", "", [] { return page_with(times("&amp;", 200'000)); }},
    {"escapes within escapes", "", [] { return page_with(times("&#x26;#38;", 50'000)); }},
    {"characters that there are not", "", [] { return page_with(times("&#xFFFFFFFF;&#0;&#xD800;", 10'000)); }},
    {"a comment of 64 KiB", "tag_too_big", [] { return page_with("<!--" + times("x", 65'536) + "-->"); }},
    {"a comment that never ends", "tag_too_big", [] { return page_with("<!--" + times("<!--", 1'000'000)); }},
    {"300,000 comments", "", [] { return page_with(times("<!---->", 100'000)); }},
    {"an instruction of 64 KiB", "tag_too_big", [] { return page_with("<?x " + times("x", 65'536) + "?>"); }},
    {"a style sheet elsewhere", "", [] { return page_with("", "<?xml-stylesheet type='text/xsl' href='http://127.0.0.1:9/x.xsl'?>"); }},
    {"inclusion of a file", "", [] {
       return page_with("<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd' parse='text'/>");
     }},
    {"inclusion of an address", "", [] {
       return page_with("<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='http://127.0.0.1:9/'/>");
     }},
    {"a schema elsewhere", "", [] {
       return page_with("<a xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='u http://127.0.0.1:9/x.xsd'/>");
     }},
    {"UTF-7", "bad_encoding", [] { return page_with("+ADw-script+AD4-", "<?xml version='1.0' encoding='UTF-7'?>"); }},
    {"UTF-16", "bad_encoding", [] { return std::string("\xFF\xFE<\0a\0/\0>\0"sv); }},
    {"UTF-32", "bad_encoding", [] { return std::string("\0\0\xFE\xFF\0\0\0<"sv); }},
    {"EBCDIC", "bad_encoding", [] { return std::string("\x4C\x6F\xA7\x94\x93"); }},
    {"an encoding that says another", "bad_encoding", [] { return page_with("", "<?xml version='1.0' encoding='Shift_JIS'?>"); }},
    {"a million broken bytes", "", [] { return page_with(times("\xFF", 300'000)); }},
    {"overlong and surrogate bytes", "", [] { return page_with(times("\xC0\xBC\xED\xA0\x80\xF8\x88\x80\x80\x80", 30'000)); }},
    {"NUL in the middle", "not_wellformed", [] { return page_with("a\0b"sv); }},
    {"two roots", "not_wellformed", [] { return page_with("") + page_with(""); }},
    {"a page of more than 32 MiB", "too_big", [] { return page_with(times("<a>x</a>", 4'300'000)); }},
    {"a million openings", "too_deep", [] { return page_with(times("<", 1'000'000)); }},
}};

struct Ignore : formats::XmlVisitor {
  void open(const formats::XmlName&, const std::vector<formats::XmlAttribute>&) override {}
  void close(const formats::XmlName&) override {}
  void text(std::string_view) override {}
};

std::string kind_of(const std::string& bytes) {
  const auto prepared = formats::prepare_xml(bytes);
  if (!prepared) return prepared.problem().kind;
  Ignore ignore;
  const auto failure = formats::stream_xml(*prepared, ignore);
  return failure ? failure->kind : "";
}

// As the harvester reads it, with what it does to save damaged pages.
void read_as_page(const std::string& bytes) {
  Reading reading;
  reading.origin = {.base_url = "https://a.example/oai", .host = "a.example", .source_name = "A", .prefix = "oai_dc"};
  static_cast<void>(read_page(bytes, reading));
}

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

long status_kib(const std::string& name) {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(name + ":")) return std::atol(line.c_str() + name.size() + 1);
  return 0;
}

// From now on VmHWM counts anew.
void forget_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

TEST(Har52, FiftySevenHostileFilesEndQuicklyAndAsTheyShould) {
  for (const auto& file : hostile) {
    const std::string bytes = file.make();
    const double begun = processor_seconds();

    EXPECT_EQ(kind_of(bytes), file.kind) << file.name;

    EXPECT_LE(processor_seconds() - begun, most_seconds) << file.name;
    const double again = processor_seconds();
    read_as_page(bytes);
    EXPECT_LE(processor_seconds() - again, 5 * most_seconds) << file.name << ", with all that is tried to save a page";
  }
}

// Each in a process of its own, as memory that is free is not always given back.
TEST(Har52, NoneTakesMuchMemory) {
  for (const auto& file : hostile) {
    const pid_t child = fork();
    if (child == 0) {
      const std::string bytes = file.make();
      const long before = status_kib("VmRSS");
      forget_peak();
      static_cast<void>(kind_of(bytes));
      read_as_page(bytes);
      const long grown = status_kib("VmHWM") - before;
      if (grown > most_kib) fmt::print(stderr, "{}: {} KiB\n", file.name, grown);
      _exit(grown > most_kib ? 1 : 0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0) << file.name;
  }
}

constexpr const char* begin_mark = "/nowhere/hostile-begin";
constexpr const char* end_mark = "/nowhere/hostile-end";

TEST(Har52, NoneOpensAFileOrAConnection) {
  if (std::getenv("COMMONPLACE_TRACED")) {  // under strace: what is called between the marks counts
    std::vector<std::string> all;
    for (const auto& file : hostile) all.push_back(file.make());
    static_cast<void>(unread_of("", "", 0, ""));  // libcrypto reads its settings at the first digest
    access(begin_mark, F_OK);
    for (const auto& bytes : all) read_as_page(bytes), static_cast<void>(kind_of(bytes));
    access(end_mark, F_OK);
    return;
  }
  const auto self = std::filesystem::read_symlink("/proc/self/exe");  // within strace the link leads to strace
  const std::filesystem::path trace = std::filesystem::temp_directory_path() / fmt::format("hostile-{}.trace", getpid());
  const pid_t child = fork();
  if (child == 0) {
    setenv("COMMONPLACE_TRACED", "1", 1);
    execlp("strace", "strace", "-f", "-qq", "-e", "trace=%file,%network", "-o", trace.c_str(), self.c_str(),
           "--gtest_filter=Har52.NoneOpensAFileOrAConnection", "--gtest_brief=1", nullptr);
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  std::ifstream in(trace);
  std::vector<std::string> between;
  bool is_between = false;
  bool has_ended = false;
  for (std::string line; std::getline(in, line);) {
    if (line.find(end_mark) != std::string::npos) has_ended = true, is_between = false;
    if (is_between) between.push_back(line);
    if (line.find(begin_mark) != std::string::npos) is_between = true;
  }
  std::filesystem::remove(trace);
  if (!has_ended) GTEST_SKIP() << "strace is not there, or may not trace";
  EXPECT_TRUE(between.empty()) << between.size() << " calls, the first: " << between.front();
}

}  // namespace
}  // namespace commonplace::harvest
