// SPDX-License-Identifier: BSL-1.0
#ifndef ACME_FOLDER_BACKEND_JOURNAL_BYTES_HPP
#define ACME_FOLDER_BACKEND_JOURNAL_BYTES_HPP

// Numbers and texts, one after the other, as the journal holds them.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace acme {

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

} // namespace acme

#endif // ACME_FOLDER_BACKEND_JOURNAL_BYTES_HPP
