// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_MASKED_BACKEND_HPP
#define SSOT_TESTS_SUPPORT_MASKED_BACKEND_HPP

// The memory backend declaring less than it can, or declining what it declares, and noting what it is asked: so that what the library
// does in its place is judged, and what it does not ask for.

#include <ssot/storage/memory.hpp>

#include "forwarding_backend.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace ssot_test {

/// What one scan was asked for, and how many rows it gave.
struct noted_scan {
    std::string   model{};
    std::uint64_t fields = 0;
    std::uint64_t limit  = 0;
    std::size_t   terms  = 0;
    std::size_t   args   = 0;
    std::size_t   orders = 0;
    std::size_t   rows   = 0;
};

/// Which of the questions that may be declined are: none, those that sort or cut, all, or some at random.
enum class declining : std::uint8_t { nothing, orders, everything, some };

class masked_backend : public forwarding_backend<> {
public:
    using notes = std::vector<noted_scan>;

    class cursor : public forwarding_cursor<> {
    public:
        cursor(ssot::storage::memory_cursor rows, std::shared_ptr<notes> noted, std::size_t at, std::uint64_t fields)
            : forwarding_cursor(std::move(rows)), noted_(std::move(noted)), at_(at), fields_(fields)
        {
        }
        ssot::result<bool> next()
        {
            auto more = forwarding_cursor::next();
            (*noted_)[at_].rows += more && *more;
            return more;
        }
        ssot::storage::value_view at(std::size_t i) const
        {
            if ((fields_ >> i & 1) == 0)
                BOOST_ERROR("field " << i << " was not asked for");
            return forwarding_cursor::at(i);
        }

    private:
        std::shared_ptr<notes> noted_;
        std::size_t            at_;
        std::uint64_t          fields_;
    };

    class session : public forwarding_session<> {
    public:
        using cursor_type = cursor;

        session(ssot::storage::memory_session s, ssot::storage::capabilities caps, std::shared_ptr<notes> noted,
                declining what)
            : forwarding_session(std::move(s)), caps_(caps), noted_(std::move(noted)), declines_(what)
        {
        }

        /// Leaves undone what is not declared.
        ssot::result<cursor> scan(ssot::storage::query const& asked)
        {
            look_at(asked);
            if (declines(asked))
                return ssot::error(ssot::errc::unsupported, "declined");
            auto q = asked;
            noted_->push_back(
                {std::string(q.model->name), q.fields, q.limit, q.where.size(), q.args.size(), q.order.size()});
            bool const filters = caps_.filters == ssot::storage::filtering::all ||
                (caps_.filters == ssot::storage::filtering::primary_key && q.by_key());
            if (!filters) {
                q.where.clear();
                q.args.clear();
            }
            bool const sorts = filters && caps_.order;
            if (!sorts)
                q.order = {{.field = q.model->pk, .desc = true}}; // so that nobody gets an order by accident
            if (!sorts || !caps_.limit) {
                q.limit  = std::numeric_limits<std::uint64_t>::max();
                q.offset = 0;
            }
            return over<cursor>(forwarding_session::scan(q), noted_, noted_->size() - 1, q.fields);
        }
        ssot::result<std::size_t> erase(ssot::storage::query const& q)
        {
            look_at(q);
            if (declines(q))
                return ssot::error(ssot::errc::unsupported, "declined");
            BOOST_TEST((caps_.filters == ssot::storage::filtering::all || q.by_key()), "an erase by more than keys");
            return forwarding_session::erase(q);
        }

    private:
        /// Fails the test for what was not declared.
        void look_at(ssot::storage::query const& q) const
        {
            using ssot::storage::op;
            BOOST_TEST(q.where.size() <= caps_.max_terms, "too many terms");
            BOOST_TEST(q.args.size() <= caps_.max_args, "too many arguments");
            for (auto const& t : q.where) {
                bool const searches = t.what > op::is_null && t.what != op::exists;
                BOOST_TEST((t.what != op::in || t.count <= caps_.max_keys_in), "a list that is too long");
                BOOST_TEST((caps_.text_ops || !searches), "an unknown text search");
                BOOST_TEST((caps_.text_rules || q.by == ssot::storage::rules::standard || !searches), "unknown rules");
                BOOST_TEST((caps_.joins || t.via == ssot::storage::no_field), "a path");
            }
            BOOST_TEST(q.after.empty());
            BOOST_TEST((q.children.empty() && q.counts == 0), "children");
        }

        bool declines(ssot::storage::query const& q)
        {
            bool const sorts = !q.order.empty() || q.limit != std::numeric_limits<std::uint64_t>::max() || q.offset != 0;
            bool const may   = sorts || !(q.where.empty() || q.by_key());
            switch (declines_) {
            case declining::orders: return sorts;
            case declining::everything: return may;
            case declining::some: return may && chance_() % 2 == 0;
            default: return false;
            }
        }

        ssot::storage::capabilities caps_;
        std::shared_ptr<notes>      noted_;
        declining                   declines_;
        std::minstd_rand            chance_{7};
    };
    using session_type = session;

    explicit masked_backend(ssot::storage::capabilities caps, declining what = declining::nothing)
        : caps_(caps), declines_(what)
    {
    }

    ssot::storage::capabilities caps() const noexcept { return caps_; }
    ssot::result<session>       open() { return open_as<session>(caps_, noted_, declines_); }

    /// What was asked since the last look.
    notes take_notes() { return std::exchange(*noted_, {}); }

private:
    ssot::storage::capabilities caps_;
    declining                   declines_;
    std::shared_ptr<notes>      noted_ = std::make_shared<notes>();
};

static_assert(ssot::storage::storage_backend<masked_backend>);

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_MASKED_BACKEND_HPP
