// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_CONFORMANCE_LIMITED_MEMORY_HPP
#define SSOT_TESTS_CONFORMANCE_LIMITED_MEMORY_HPP

// Memory that can do less, declares so, and refuses what it does not declare: what honest backends over other engines are
// like, all of which conform.

#include <ssot/storage/memory.hpp>

#include "support/forwarding_backend.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot_test {

/// What it cannot do.
struct limits {
    std::size_t max_batch      = std::numeric_limits<std::size_t>::max();
    std::size_t max_text       = std::numeric_limits<std::uint32_t>::max();
    std::size_t max_json_depth = 512;
    bool        text_nul       = true;
    bool        reorders_json  = false; ///< keeps the keys of an object in another order, as a binary form of JSON may
    bool        one_cursor     = false; ///< a second scan is `misuse` while a cursor is open
    bool        keys_only      = false; ///< finds rows by key alone, and has no transactions
    std::size_t max_args       = std::numeric_limits<std::size_t>::max();
    std::size_t max_terms      = std::numeric_limits<std::size_t>::max();
    std::size_t max_keys_in    = std::numeric_limits<std::size_t>::max();
    unsigned    declines       = 0; ///< one in so many of the calls that may be declined, at random; 0: none
};

/// The document with the keys of each object in descending order, and with a space after each colon.
inline void append_reordered(std::string& out, boost::json::value const& v)
{
    if (auto const* const array = v.if_array()) {
        out += '[';
        for (std::string_view separator; auto const& element : *array) {
            out += std::exchange(separator, ", ");
            append_reordered(out, element);
        }
        out += ']';
    } else if (auto const* const object = v.if_object()) {
        std::vector<std::string_view> keys;
        for (auto const& member : *object)
            keys.emplace_back(member.key());
        std::ranges::sort(keys, std::ranges::greater());
        out += '{';
        for (std::string_view separator; auto const key : keys) {
            out += std::exchange(separator, ", ");
            out += boost::json::serialize(boost::json::string(key)) + ": ";
            append_reordered(out, object->at(key));
        }
        out += '}';
    } else {
        out += boost::json::serialize(v);
    }
}

inline boost::json::value parsed(std::string_view text)
{
    boost::json::parse_options options;
    options.max_depth = 512;
    return boost::json::parse(text, {}, options);
}

inline std::size_t depth_of(std::string_view json)
{
    std::size_t deepest = 0;
    std::size_t depth   = 0;
    bool        quoted  = false;
    for (std::size_t i = 0; i != json.size(); ++i) {
        if (quoted && json[i] == '\\')
            ++i;
        else if (json[i] == '"')
            quoted = !quoted;
        else if (!quoted && (json[i] == '[' || json[i] == '{'))
            deepest = std::max(deepest, ++depth);
        else if (!quoted && (json[i] == ']' || json[i] == '}'))
            --depth;
    }
    return deepest;
}

class limited_memory : public forwarding_backend<> {
    using kind = ssot::kind;

public:
    class cursor : public forwarding_cursor<> {
    public:
        cursor(ssot::storage::memory_cursor rows, std::shared_ptr<int> open)
            : forwarding_cursor(std::move(rows)), open_(std::move(open))
        {
        }

    private:
        std::shared_ptr<int> open_; ///< its copies are the open cursors of a session
    };

    class session : public forwarding_session<> {
    public:
        using cursor_type = cursor;

        session(ssot::storage::memory_session inner, limits what, unsigned seed)
            : forwarding_session(std::move(inner)), limits_(what), chance_(seed)
        {
        }

        ssot::result<std::size_t> insert(ssot::storage::record_batch rows)
        {
            if (rows.size() > limits_.max_batch)
                return ssot::error(ssot::errc::misuse, "a batch of more rows than was declared");
            for (std::size_t i = 0; i != rows.size(); ++i)
                for (std::size_t f = 0; f != rows.model->fields.size(); ++f)
                    if (auto fits = fits_in(rows[i].at(f)); !fits)
                        return std::move(fits).error();
            if (!limits_.reorders_json)
                return forwarding_session::insert(rows);
            std::deque<std::string>                            texts;
            std::deque<std::vector<ssot::storage::value_view>> columns;
            std::vector<ssot::storage::replaced_column>        replaced;
            for (std::uint16_t f = 0; f != rows.model->fields.size(); ++f) {
                if (rows.model->fields[f].type != kind::json)
                    continue;
                auto& column = columns.emplace_back();
                for (std::size_t i = 0; i != rows.size(); ++i)
                    column.push_back(kept(rows[i].at(f), texts));
                replaced.push_back({f, column.data()});
            }
            for (auto const& column : rows.replaced)
                if (rows.model->fields[column.field].type != kind::json)
                    replaced.push_back(column);
            rows.replaced = replaced;
            return forwarding_session::insert(rows);
        }

        ssot::result<cursor> scan(ssot::storage::query const& asked)
        {
            if (limits_.one_cursor && open_.use_count() > 1)
                return ssot::error(ssot::errc::misuse, "a cursor is open");
            if (auto may = answers(asked, asked.where.size()); !may)
                return std::move(may).error();
            std::deque<std::string> texts;
            auto                    q = understood(asked, texts);
            if (limits_.keys_only) {
                if (!q.by_key()) {
                    q.where.clear();
                    q.args.clear();
                }
                q.order  = {{.field = q.model->pk, .desc = true}}; // so that nobody gets an order by accident
                q.limit  = std::numeric_limits<std::uint64_t>::max();
                q.offset = 0;
            }
            return over<cursor>(forwarding_session::scan(q), open_);
        }

        ssot::result<cursor> aggregate(ssot::storage::aggregate_query const& q)
        {
            if (limits_.declines == 0)
                return ssot::error(ssot::errc::misuse, "aggregates were not declared");
            if (auto may = answers(q.base, q.base.where.size() + q.where_if.size()); !may)
                return std::move(may).error();
            if (declines())
                return declined();
            return over<cursor>(inner().aggregate(q), open_);
        }

        ssot::result<std::size_t> update(ssot::storage::query const& q, std::span<ssot::storage::assignment const> set)
        {
            if (auto may = answers(q, q.where.size(), set.size()); !may)
                return std::move(may).error();
            if (limits_.keys_only && !q.by_key())
                return ssot::error(ssot::errc::unsupported, "an update by more than keys");
            std::deque<std::string> texts;
            std::vector             changed(set.begin(), set.end());
            for (auto& one : changed) {
                if (auto fits = fits_in(one.to); !fits)
                    return std::move(fits).error();
                one.to = kept(one.to, texts);
            }
            return forwarding_session::update(understood(q, texts), changed);
        }

        ssot::result<std::size_t> erase(ssot::storage::query const& q)
        {
            if (auto may = answers(q, q.where.size()); !may)
                return std::move(may).error();
            if (limits_.keys_only && !q.by_key())
                return ssot::error(ssot::errc::unsupported, "an erase by more than keys");
            std::deque<std::string> texts;
            return forwarding_session::erase(understood(q, texts));
        }

        ssot::result<void> begin(ssot::storage::tx_options options)
        {
            return limits_.keys_only ? no_transactions() : forwarding_session::begin(options);
        }
        ssot::result<void> commit() { return limits_.keys_only ? no_transactions() : forwarding_session::commit(); }
        void               rollback() noexcept
        {
            if (!limits_.keys_only)
                forwarding_session::rollback();
        }

    private:
        static ssot::result<void> no_transactions()
        {
            return ssot::error(ssot::errc::misuse, "transactions were not declared");
        }

        static ssot::error declined() { return {ssot::errc::unsupported, "declined"}; }
        bool               declines() { return limits_.declines != 0 && chance_() % limits_.declines == 0; }

        /// Whether it does what it is asked: no more than it declared, and not declined.
        ssot::result<void> answers(ssot::storage::query const& q, std::size_t terms, std::size_t more = 0)
        {
            if (terms > limits_.max_terms || q.args.size() + q.after.size() + more > limits_.max_args)
                return ssot::error(ssot::errc::misuse, "more terms or arguments than were declared");
            for (auto const& t : q.where)
                if (t.what == ssot::storage::op::in && t.count > limits_.max_keys_in)
                    return ssot::error(ssot::errc::misuse, "a longer list than was declared");
            bool const whole =
                q.order.empty() && q.after.empty() && q.limit == ssot::storage::query().limit && q.offset == 0;
            if (!(whole && (q.where.empty() || q.by_key())) && declines())
                return declined();
            return {};
        }

        ssot::result<void> fits_in(ssot::storage::value_view v) const
        {
            if (!v.is_buffer())
                return {};
            if (v.as_chars().size() > limits_.max_text)
                return ssot::error(ssot::errc::too_large, "a text that is too long");
            if (!limits_.text_nul && v.type() == kind::text && v.as_chars().find('\0') != std::string_view::npos)
                return ssot::error(ssot::errc::constraint, "U+0000 in a text");
            if (v.type() == kind::json && depth_of(v.as_chars()) > limits_.max_json_depth)
                return ssot::error(ssot::errc::too_deep, "a document that is too deep");
            return {};
        }

        /// The value as it is kept.
        ssot::storage::value_view kept(ssot::storage::value_view v, std::deque<std::string>& texts) const
        {
            if (!limits_.reorders_json || v.type() != kind::json)
                return v;
            append_reordered(texts.emplace_back(), parsed(v.as_chars()));
            return ssot::storage::value_view::chars(texts.back(), kind::json);
        }

        /// The query with documents that are compared in the form in which they are kept.
        ssot::storage::query understood(ssot::storage::query q, std::deque<std::string>& texts) const
        {
            for (auto& arg : q.args)
                arg = kept(arg, texts);
            return q;
        }

        limits               limits_;
        std::minstd_rand     chance_;
        std::shared_ptr<int> open_ = std::make_shared<int>();
    };
    using session_type = session;

    explicit limited_memory(limits what) : limits_(what) {}

    ssot::storage::capabilities caps() const noexcept
    {
        auto out             = forwarding_backend::caps();
        out.aggregate        = limits_.declines != 0;
        out.max_batch        = limits_.max_batch;
        out.max_text         = limits_.max_text;
        out.max_json_depth   = limits_.max_json_depth;
        out.max_args         = limits_.max_args;
        out.max_terms        = limits_.max_terms;
        out.max_keys_in      = limits_.max_keys_in;
        out.text_nul         = limits_.text_nul;
        out.stable_icontains = !limits_.reorders_json;
        if (limits_.keys_only)
            return {.filters = ssot::storage::filtering::primary_key, .concurrent_sessions = true};
        return out;
    }
    ssot::result<session> open() { return open_as<session>(limits_, ++opened_); }

private:
    limits                limits_;
    std::atomic<unsigned> opened_{0}; ///< also the seeds of the sessions
};

static_assert(ssot::storage::storage_backend<limited_memory>);

} // namespace ssot_test

#endif // SSOT_TESTS_CONFORMANCE_LIMITED_MEMORY_HPP
