#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "node/http/conditional.h"
#include "node/http/encoding.h"
#include "node/http/error_body.h"
#include "node/http/reply.h"

namespace commonplace::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Request request_with(std::vector<Header> headers, std::string method = "GET") {
  Request request;
  request.method = std::move(method);
  request.headers = std::move(headers);
  return request;
}

std::string gunzip(const std::string& bytes) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string out(10'000'000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

Response page(std::size_t bytes, std::string etag = "") {
  Response response = Response::text(200, "text/html; charset=utf-8", std::string(bytes, 'x'));
  response.etag = std::move(etag);
  return response;
}

const Framing plain_framing{true, false, "Thu, 20 Nov 2025 08:00:00 GMT"};

TEST(Oai61, EncodesOnlyForClientsThatAskForIt) {
  const std::vector<std::pair<std::string, bool>> table{
      {"gzip", true},
      {"GZIP", true},
      {"x-gzip", true},
      {"deflate, gzip;q=0.5", true},
      {"gzip ; q=1.000", true},
      {"*", true},
      {"*;q=0.1", true},
      {"identity;q=0.5, gzip;q=0.5", true},
      {"", false},
      {"identity", false},
      {"br", false},
      {"gzip;q=0", false},
      {"gzip;q=0.000, *", false},
      {"*;q=0", false},
      {"identity, gzip;q=0.9", false},
      {"gzip;q=2", false},
      {"gzip;q=", false},
      {"gzip;q=1.0001", false},
      {"gzip;q=-1", false},
      {"gzip;x=1", false},
      {"gzipped", false},
  };
  for (const auto& [field, expected] : table) {
    EXPECT_EQ(accepts_gzip(request_with({{"Accept-Encoding", field}})), expected) << field;
  }
  EXPECT_FALSE(accepts_gzip(request_with({})));
  EXPECT_TRUE(accepts_gzip(request_with({{"Accept-Encoding", "br"}, {"accept-encoding", "gzip"}})));
}

TEST(Gzip, BringsBackWhatItWasGiven) {
  std::string bytes;
  for (int i = 0; i < 200'000; ++i) bytes += std::to_string(i * 7919);

  for (const int level : {-5, 1, 5, 9, 99}) {
    const std::string encoded = gzip(bytes, level);
    EXPECT_LT(encoded.size(), bytes.size());
    EXPECT_TRUE(gunzip(encoded) == bytes) << level;  // a difference of megabytes is not for printing
  }
  EXPECT_EQ(gunzip(gzip("", 5)), "");
}

TEST(Reply, EncodesTextOverOneKibibyteAndVariesEitherWay) {
  const Reply encoded = make_reply(request_with({{"Accept-Encoding", "gzip"}}), page(5000, "\"a\""), plain_framing);
  const Reply identity = make_reply(request_with({}), page(5000, "\"a\""), plain_framing);
  const Reply small = make_reply(request_with({{"Accept-Encoding", "gzip"}}), page(1024), plain_framing);

  EXPECT_THAT(encoded.head, HasSubstr("Content-Encoding: gzip\r\n"));
  EXPECT_THAT(encoded.head, HasSubstr("Vary: Accept-Encoding\r\n"));
  EXPECT_THAT(encoded.head, HasSubstr("ETag: W/\"a\"\r\n"));
  EXPECT_EQ(gunzip(encoded.body), std::string(5000, 'x'));
  EXPECT_THAT(identity.head, HasSubstr("Vary: Accept-Encoding\r\n"));
  EXPECT_THAT(identity.head, HasSubstr("ETag: \"a\"\r\n"));
  EXPECT_EQ(identity.body.size(), 5000U);
  EXPECT_THAT(small.head, Not(HasSubstr("Vary")));
}

TEST(Reply, LeavesPicturesAndEncodedBodiesAlone) {
  Response picture = page(5000);
  picture.content_type = "image/png";
  Response ready = page(5000);
  ready.headers.push_back({"Content-Encoding", "br"});
  Response secret = page(5000);
  secret.compressible = false;

  EXPECT_FALSE(is_worth_encoding(picture));
  EXPECT_FALSE(is_worth_encoding(ready));
  EXPECT_FALSE(is_worth_encoding(secret));
  for (const auto* type : {"text/css", "application/json", "application/ld+json", "image/svg+xml", "application/xml",
                           "text/xml; charset=utf-8", "application/x-ndjson", "application/javascript"}) {
    Response response = page(5000);
    response.content_type = type;
    EXPECT_TRUE(is_worth_encoding(response)) << type;
  }
}

TEST(Reply, AnswersHeadWithTheFieldsOfGet) {
  const std::vector<Header> headers{{"Accept-Encoding", "gzip"}};

  const Reply get = make_reply(request_with(headers), page(5000), plain_framing);
  const Reply head = make_reply(request_with(headers, "HEAD"), page(5000), plain_framing);

  EXPECT_EQ(head.head, get.head);
  EXPECT_TRUE(head.body.empty());
}

TEST(Conditional, Answers304WhenTheTagIsNamed) {
  const std::vector<std::pair<std::string, bool>> table{
      {"\"a\"", true},
      {"W/\"a\"", true},
      {"\"b\", \"a\"", true},
      {"\"b,\"  ,, W/\"a\"", true},
      {"*", true},
      {" \"a\" ", true},
      {"\"b\"", false},
      {"a", false},
      {"\"a", false},
      {"\"A\"", false},
      {"", false},
      {"\"b\" \"a\"", false},
      {"w/\"a\"", false},
  };
  for (const auto& [field, expected] : table) {
    EXPECT_EQ(is_unchanged(request_with({{"If-None-Match", field}}), page(1, "\"a\"")), expected) << field;
  }
  EXPECT_FALSE(is_unchanged(request_with({{"If-None-Match", "\"a\""}}, "POST"), page(1, "\"a\"")));
  EXPECT_FALSE(is_unchanged(request_with({{"If-None-Match", "*"}}), page(1)));
}

TEST(Conditional, SendsA304WithTagAndWithoutBodyOrLength) {
  const Reply reply = make_reply(request_with({{"If-None-Match", "W/\"a\""}, {"Accept-Encoding", "gzip"}}),
                                 page(5000, "\"a\""), plain_framing);

  EXPECT_EQ(reply.status, 304);
  EXPECT_THAT(reply.head, ::testing::StartsWith("HTTP/1.1 304 Not Modified\r\n"));
  EXPECT_THAT(reply.head, HasSubstr("ETag: W/\"a\"\r\n"));
  EXPECT_THAT(reply.head, HasSubstr("Vary: Accept-Encoding\r\n"));
  EXPECT_THAT(reply.head, Not(HasSubstr("Content-Length")));
  EXPECT_THAT(reply.head, Not(HasSubstr("\nContent-Type")));
  EXPECT_THAT(reply.head, Not(HasSubstr("Content-Encoding")));
  EXPECT_TRUE(reply.body.empty());
}

TEST(Reply, KeepsFramingForItself) {
  Response response = page(10);
  response.headers = {
      {"content-length", "99"}, {"Transfer-Encoding", "chunked"}, {"Server", "x"}, {"Connection", "close"}};

  const Reply reply = make_reply(request_with({}), std::move(response), plain_framing);

  EXPECT_THAT(reply.head, HasSubstr("Content-Length: 10\r\n"));
  EXPECT_THAT(reply.head, Not(HasSubstr("99")));
  EXPECT_THAT(reply.head, Not(HasSubstr("Transfer-Encoding")));
  EXPECT_THAT(reply.head, Not(HasSubstr("Server: x")));
  EXPECT_TRUE(reply.closes);
}

TEST(Sec10, RefusesToWriteAFieldThatSplits) {
  for (const auto* value : {"a\r\nb", "a\nb", "a\rb", "\x01", "\x7f"}) {
    Response response = page(1);
    response.headers = {{"X", value}};
    EXPECT_THROW(make_reply(request_with({}), response, plain_framing), std::runtime_error);
    response.headers.clear();
    response.etag = value;
    EXPECT_THROW(make_reply(request_with({}), response, plain_framing), std::runtime_error);
    EXPECT_THROW(make_reply(request_with({}), Response::redirect(303, value), plain_framing), std::runtime_error);
  }
  Response response = page(1);
  response.headers = {{"X y", "z"}};
  EXPECT_THROW(make_reply(request_with({}), response, plain_framing), std::runtime_error);
}

TEST(Sec12, ErrorBodiesAreConstantButForTheId) {
  const Response json = error_response(500, "k3v9", ErrorForm::json);

  EXPECT_EQ(json.body,
            "{\"error\": {\"kind\": \"internal\", \"where\": \"request\", \"what\": \"Something went wrong on this "
            "node.\", \"fix\": \"Tell the keeper the number of this request.\"}, \"request\": \"k3v9\"}\n");
  EXPECT_EQ(error_response(418, "k", ErrorForm::plain).body, error_response(400, "k", ErrorForm::plain).body);
  EXPECT_EQ(error_response(599, "k", ErrorForm::plain).status, 599);
}

TEST(ErrorForm, IsJsonForProgramsAndPlainForPeople) {
  Request api;
  api.path = "/api/v1/search";
  Request asking = request_with({{"Accept", "application/json"}});
  Request browser = request_with({{"Accept", "text/html,application/json;q=0.9"}});

  EXPECT_EQ(error_form(api), ErrorForm::json);
  EXPECT_EQ(error_form(asking), ErrorForm::json);
  EXPECT_EQ(error_form(browser), ErrorForm::plain);
  EXPECT_EQ(error_form(Request{}), ErrorForm::plain);
}

}  // namespace
}  // namespace commonplace::http
