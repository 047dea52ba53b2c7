// SPDX-License-Identifier: BSL-1.0
#ifndef ACME_FOLDER_BACKEND_ROW_FILE_HPP
#define ACME_FOLDER_BACKEND_ROW_FILE_HPP

// A row as the bytes of its file, and back.

#include <ssot/storage/concept.hpp>
#include <ssot/storage/packed_row.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace acme {

namespace st = ssot::storage;

inline void append_number(std::string& out, std::uint64_t v)
{
    for (int i = 0; i != 8; ++i, v >>= 8)
        out += static_cast<char>(v & 0xff);
}

/// Takes bytes from the front of a text. What is too short gives nothing.
class byte_reader {
public:
    explicit byte_reader(std::string_view bytes) : left_(bytes) {}

    std::string_view take(std::uint64_t n)
    {
        good_          = good_ && n <= left_.size();
        auto const out = good_ ? left_.substr(0, n) : std::string_view();
        left_.remove_prefix(out.size());
        return out;
    }
    std::uint64_t number()
    {
        std::uint64_t out  = 0;
        auto const    from = take(8);
        for (std::size_t i = from.size(); i-- != 0;)
            out = out << 8 | static_cast<unsigned char>(from[i]);
        return out;
    }
    bool good() const noexcept { return good_; }
    bool done() const noexcept { return left_.empty(); }

private:
    std::string_view left_;
    bool             good_ = true;
};

/// A row as the bytes of its file.
template<class Row>
std::string row_bytes(Row const& row, std::size_t fields)
{
    std::string out;
    for (std::size_t i = 0; i != fields; ++i) {
        auto const v = row.at(i);
        out += static_cast<char>(v.type());
        out += static_cast<char>(v.ordinal());
        std::uint64_t bits = 0;
        if (v.type() == ssot::kind::real) {
            double const d = v.as_real();
            std::memcpy(&bits, &d, sizeof bits);
        } else if (!v.is_buffer() && !v.is_null()) {
            bits = static_cast<std::uint64_t>(v.as_int());
        }
        append_number(out, v.is_buffer() ? v.as_chars().size() : bits);
        if (v.is_buffer())
            out.append(v.as_chars());
    }
    return out;
}

inline st::result<st::packed_row> row_from(std::string_view bytes)
{
    st::packed_row out;
    for (byte_reader in(bytes); !in.done();) {
        auto const head = in.take(2);
        auto const n    = in.number();
        if (!in.good())
            return st::error(st::errc::corrupted, "a file of a row is too short");
        auto const kind = static_cast<ssot::kind>(head[0]);
        switch (kind) {
        case ssot::kind::null: out.push({}); break;
        case ssot::kind::real: {
            double d = 0;
            std::memcpy(&d, &n, sizeof d);
            out.push(st::value_view::real(d));
            break;
        }
        case ssot::kind::boolean:
        case ssot::kind::int64:
        case ssot::kind::timestamp:
        case ssot::kind::duration: out.push(st::value_view::integer(static_cast<std::int64_t>(n), kind)); break;
        case ssot::kind::choice: out.push(st::value_view::choice(in.take(n), static_cast<std::uint8_t>(head[1]))); break;
        default: out.push(st::value_view::chars(in.take(n), kind));
        }
        if (!in.good())
            return st::error(st::errc::corrupted, "a file of a row is too short");
    }
    return out;
}

} // namespace acme

#endif // ACME_FOLDER_BACKEND_ROW_FILE_HPP
