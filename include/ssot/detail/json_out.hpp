// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_OUT_HPP
#define SSOT_DETAIL_JSON_OUT_HPP

// Where JSON text goes: a run of free bytes, and what to do when they run out. Writers keep the position in a local
// variable and come here only when a run is full.

#include <ssot/error.hpp>
#include <ssot/json/buffer.hpp>

#include <ssot/detail/simd.hpp>

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace ssot::detail {

class json_out {
public:
    /// The largest room that may be asked for at once.
    static constexpr std::size_t max_room = 8192;

    json_out()                           = default;
    json_out(json_out const&)            = delete;
    json_out& operator=(json_out const&) = delete;

    char* at() const noexcept { return at_; }
    void  at(char* p) noexcept { at_ = p; }

    /// `p`, or its successor, with room for `n` bytes. Precondition: `n <= max_room`.
    SSOT_DETAIL_INLINE char* room(char* p, std::size_t n)
    {
        if (static_cast<std::size_t>(end_ - p) >= n) [[likely]]
            return p;
        return next_run(p, n);
    }

    /// Text of any length, as it is.
    SSOT_DETAIL_INLINE char* copy(char* p, std::string_view text)
    {
        if (text.size() > max_room) [[unlikely]]
            return copy_long(p, text);
        p = room(p, text.size());
        std::memcpy(p, text.data(), text.size());
        return p + text.size();
    }

protected:
    ~json_out() = default;

    virtual char* next_run(char* p, std::size_t n)          = 0;
    virtual char* copy_long(char* p, std::string_view text) = 0;

    char* at_  = nullptr;
    char* end_ = nullptr;
};

/// Into a json_buffer, in place.
class buffer_out final : public json_out {
public:
    explicit buffer_out(json_buffer& buffer) : buffer_(buffer), before_(buffer.size()) { take(max_room); }

    void finish() noexcept { buffer_.commit(static_cast<std::size_t>(at_ - run_)); }
    void undo() noexcept { buffer_.truncate(before_); }

private:
    SSOT_DETAIL_COLD char* next_run(char* p, std::size_t n) override
    {
        buffer_.commit(static_cast<std::size_t>(p - run_));
        take(n);
        return run_;
    }

    SSOT_DETAIL_COLD char* copy_long(char* p, std::string_view text) override
    {
        buffer_.commit(static_cast<std::size_t>(p - run_));
        buffer_.append(text);
        take(max_room);
        return run_;
    }

    void take(std::size_t n)
    {
        run_ = at_ = buffer_.prepare(n);
        end_       = run_ + (buffer_.capacity() - buffer_.size());
    }

    json_buffer& buffer_;
    std::size_t  before_;
    char*        run_ = nullptr;
};

/// Into a std::string, by way of a run of our own: what a string grows by, it fills first.
class string_out final : public json_out {
public:
    explicit string_out(std::string& out) noexcept : out_(out), before_(out.size())
    {
        at_  = run_;
        end_ = run_ + sizeof run_;
    }

    void finish() { out_.append(run_, at_); }
    void undo() noexcept { out_.resize(before_); }

private:
    SSOT_DETAIL_COLD char* next_run(char* p, std::size_t) override
    {
        out_.append(run_, p);
        return run_;
    }

    SSOT_DETAIL_COLD char* copy_long(char* p, std::string_view text) override
    {
        out_.append(run_, p);
        out_.append(text);
        return run_;
    }

    std::string& out_;
    std::size_t  before_;
    char         run_[2 * max_room];
};

/// To a sink, in chunks. After an error of the sink the rest is made and forgotten.
template<class Sink>
class sink_out final : public json_out {
public:
    explicit sink_out(Sink& sink) noexcept : sink_(sink)
    {
        at_  = run_;
        end_ = run_ + sizeof run_;
    }

    void          finish() { pass({run_, static_cast<std::size_t>(at_ - run_)}); }
    void          undo() noexcept {}
    result<void>& outcome() noexcept { return outcome_; }

private:
    SSOT_DETAIL_COLD char* next_run(char* p, std::size_t) override
    {
        pass({run_, static_cast<std::size_t>(p - run_)});
        return run_;
    }

    SSOT_DETAIL_COLD char* copy_long(char* p, std::string_view text) override
    {
        pass({run_, static_cast<std::size_t>(p - run_)});
        pass(text);
        return run_;
    }

    void pass(std::string_view chunk)
    {
        if (outcome_ && !chunk.empty())
            outcome_ = sink_(chunk);
    }

    Sink&        sink_;
    result<void> outcome_{};
    char         run_[8 * max_room];
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_OUT_HPP
