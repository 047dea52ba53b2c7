// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_WORDS_HPP
#define BENCH_JSON_WORDS_HPP

// Texts such as a sync of network devices writes: mostly plain, a few with characters that JSON escapes or beyond ASCII.

#include "support/random.hpp"

#include <string>
#include <string_view>

namespace bench {

inline constexpr std::string_view plain_words[] = {
    "device",  "interface", "updated",  "created", "from",   "source", "system",  "ams01",  "nyc02",   "edge",
    "core",    "rack",      "location", "the",     "a",      "with",   "status",  "active", "planned", "field",
    "mapping", "missing",   "skipped",  "because", "parent", "not",    "found",   "tenant", "role",    "platform",
    "name",    "serial",    "asset",    "tag",     "ok",     "failed", "retry",   "in",     "batch",   "loaded",
    "object",  "attribute", "changed",  "value",   "old",    "new",    "address", "prefix", "vlan"};

inline constexpr std::string_view foreign_words[] = {
    "Größe", "Zürich", "naïve", "東京", "データ", "синхронизация", "✓ ok", "😀", "Łódź", "façade"};

inline constexpr std::string_view escaped_words[] = {"\"quoted\"",
                                                     "C:\\path",
                                                     "line1\nline2",
                                                     "tab\there",
                                                     "\x01"
                                                     "ctl",
                                                     "a/b",
                                                     "\r\n",
                                                     "{\"k\": \"v\"}"};

inline constexpr std::string_view name_parts[] = {
    "ams", "nyc", "edge", "core", "Gi0/", "-", "01", "02", "10.0.", "rack", "sw", "rtr", "__", "17"};

/// Up to 150 bytes. One in ten has words with escapes, one in seventeen words beyond ASCII.
inline std::string make_message(random_source& random)
{
    auto const  size = random.between(0, 140);
    auto const  kind = random.between(0, 99);
    std::string out;
    while (out.size() < size) {
        if (!out.empty())
            out += ' ';
        if (kind < 10 && random.percent(15))
            out += random.pick(escaped_words);
        else if (kind >= 10 && kind < 16 && random.percent(25))
            out += random.pick(foreign_words);
        else
            out += random.pick(plain_words);
    }
    return out;
}

/// A name of `low` to `high` bytes.
inline std::string make_name(random_source& random, std::size_t low, std::size_t high)
{
    auto const  size = random.between(low, high);
    std::string out;
    while (out.size() < size)
        out += random.pick(name_parts);
    out.resize(size);
    return out;
}

inline std::string make_description(random_source& random)
{
    std::string out;
    for (auto words = random.between(1, 5); words != 0; --words) {
        out += random.pick(plain_words);
        if (words != 1)
            out += ' ';
    }
    if (random.percent(3))
        out += " \"x\"";
    if (random.percent(3))
        (out += ' ') += random.pick(foreign_words);
    return out;
}

} // namespace bench

#endif // BENCH_JSON_WORDS_HPP
