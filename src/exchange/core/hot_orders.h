/// Orders in the pools of the matching thread: in and out of levels, indexes and lists. Part of hot_state.h.
#pragma once

#include "exchange/core/hot_state.h"

namespace zkp::exchange {

/// condition ? a : b, without a branch.
template <class T>
T* choose(bool condition, T* a, T* b) {
  const auto x = reinterpret_cast<uintptr_t>(a), y = reinterpret_cast<uintptr_t>(b);
  return reinterpret_cast<T*>(y ^ ((x ^ y) & (uintptr_t{0} - static_cast<uintptr_t>(condition))));
}

inline HotOrder* HotState::create(const Order& fields, TraderRef, InstrumentRef, HoldingRef h) {
  ZKP_CHECK(!free_orders_.empty());
  HotOrder* o = &orders_[free_orders_.back()];
  free_orders_.pop_back();
  static_cast<Order&>(*o) = fields;
  o->holding = static_cast<uint32_t>(h - holdings_.data());
  o->timer = 0;
  o->place = Place::kInHand;
  o->indexed = false;
  return o;
}

inline void HotState::assign(OrderRef o, const Order& fields) {
  if (o->cl_ord_id != fields.cl_ord_id) {
    index_.erase(o->cl_ord_id, o->trader);
    index_.insert(fields.cl_ord_id, o->trader, slot_of(o));
  }
  amend(*o, fields);
}

inline void HotState::attach(OrderRef o, Place place, uint64_t prio) {
  const uint32_t slot = slot_of(o);
  HotHolding& h = holdings_[o->holding];
  const auto side = static_cast<size_t>(o->side);
  o->prio = prio;
  o->place = place;
  o->level = place == Place::kBook ? h.instrument->book[side].find_or_add(levels_, book_code(o->side, o->price))
                                   : h.instrument->stops[side].find_or_add(levels_, stop_code(o->side, o->stop_price));
  Level& level = levels_[o->level];
  o->prev = level.tail;
  o->next = kNoSlot;
  uint32_t* const link = choose(level.tail == kNoSlot, &level.head, &orders_.data()[level.tail].next);
  *link = slot;
  level.tail = slot;
  mark_fresh(o);
  if (o->indexed) return;
  o->indexed = true;
  index_.insert(o->cl_ord_id, o->trader, slot);
  OwnLink& own = own_[slot];
  own = {kNoSlot, h.trader->first_order};
  if (own.next != kNoSlot) own_[own.next].prev = slot;
  h.trader->first_order = slot;
  if (o->tif == Tif::kGtd)
    timers_.insert({o->expire, uint64_t{1} << 32 | h.instrument->id, o->order_id, slot, &o->timer});
}

inline void HotState::detach(OrderRef o) {
  note_removed(o);
  Level& level = levels_[o->level];
  uint32_t* const before = choose(o->prev == kNoSlot, &level.head, &orders_.data()[o->prev].next);
  uint32_t* const behind = choose(o->next == kNoSlot, &level.tail, &orders_.data()[o->next].prev);
  *before = o->next;
  *behind = o->prev;
  if (level.head == kNoSlot) {
    HotInstrument* i = holdings_[o->holding].instrument;
    const auto side = static_cast<size_t>(o->side);
    if (o->place == Place::kBook)
      i->book[side].erase(levels_, o->level);
    else
      i->stops[side].erase(levels_, o->level);
  }
  o->place = Place::kInHand;
}

inline void HotState::drop(OrderRef o) {
  const uint32_t slot = slot_of(o);
  if (o->indexed) {
    index_.erase(o->cl_ord_id, o->trader);
    const OwnLink own = own_[slot];
    (own.prev == kNoSlot ? holdings_[o->holding].trader->first_order : own_[own.prev].next) = own.next;
    if (own.next != kNoSlot) own_[own.next].prev = own.prev;
    if (o->timer != 0) timers_.erase(&o->timer);
  }
  free_orders_.push_back(slot);
}

}  // namespace zkp::exchange
