// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_JSON_WRITE_IPP
#define SSOT_IMPL_DETAIL_JSON_WRITE_IPP

#include <ssot/detail/base/simd.hpp>
#include <ssot/detail/json/out.hpp>
#include <ssot/detail/json/text_source.hpp>
#include <ssot/detail/json/write.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail {

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
class sink_out final : public json_out {
public:
    explicit sink_out(chunk_taker sink) noexcept : sink_(sink)
    {
        at_  = run_;
        end_ = run_ + sizeof run_;
    }

    void          finish() { pass({run_, static_cast<std::size_t>(at_ - run_)}); }
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
            outcome_ = sink_.take(sink_.sink, chunk);
    }

    chunk_taker  sink_;
    result<void> outcome_{};
    char         run_[8 * max_room];
};

/// Writes to an `Out`, which is made from `target`.
template<class Out, class Target>
result<void> write_into(Target& target, write_options const& options, text_to_write text)
{
    Out            out(target);
    json_text_sink sink(out, options);
    if (!text.write(sink, text.value)) {
        out.undo();
        return sink.take_error();
    }
    out.finish();
    return {};
}

SSOT_DECL std::string write_text(write_options const& options, text_to_write text)
{
    std::string out;
    write_into<string_out>(out, options, text).value();
    return out;
}

SSOT_DECL result<void> write_text(std::string& target, write_options const& options, text_to_write text)
{
    return write_into<string_out>(target, options, text);
}

SSOT_DECL result<void> write_text(json_buffer& target, write_options const& options, text_to_write text)
{
    return write_into<buffer_out>(target, options, text);
}

SSOT_DECL result<void> write_text(chunk_taker target, write_options const& options, text_to_write text)
{
    sink_out       out(target);
    json_text_sink sink(out, options);
    if (!text.write(sink, text.value))
        return sink.take_error();
    out.finish();
    return std::move(out.outcome());
}

SSOT_DECL result<void> write_document_text(std::string& target, boost::json::value const& v, write_options const& options)
{
    return write_text(target, options, [&](json_text_sink& out) { return out.write_document(v); });
}

SSOT_DETAIL_COLD SSOT_DECL bool json_text_sink::is_writable(raw_json const& v)
{
    json_text_source   in(v.text(), {.max_depth = most_levels});
    boost::json::value dom;
    if (!in.read_document(dom) || !in.at_end())
        return fail(in.take_error());
    std::string text;
    auto        written = write_document_text(text, dom, {.max_depth = options_.max_depth});
    return written || fail(std::move(written).error());
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_JSON_WRITE_IPP
