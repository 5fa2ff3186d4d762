package dev.weir.livestore.proxy;

import dev.weir.livestore.syncs2.S2StreamNames;
import dev.weir.s2.StreamName;

/// Which S2 stream holds a store.
public enum StreamNaming {
  /// No two stores share a stream. The original's name where the store's id survives its sanitising
  /// unchanged, so that stores written by the original's proxy are found; otherwise that name, a
  /// dot and a hash of the id. The dot cannot be part of an id that survives, so no store can be
  /// given the name of another; the hash keeps ids apart that sanitising would throw together.
  DISTINCT {
    @Override
    StreamName streamOf(String storeId) {
      String original = S2StreamNames.makeS2StreamName(storeId);
      boolean survives = original.equals(storeId);
      return new StreamName(survives ? original : original + "." + StoreIdHash.of(storeId));
    }

    @Override
    StreamOwner ownerOf(String storeId) {
      return StreamOwner.NAMESAKE;
    }
  },

  /// Exactly the name that `makeS2StreamName` of `@livestore/sync-s2` gives, so that every store
  /// written by the original's proxy is found. Ids that differ only in what sanitising changes, or
  /// beyond their hundredth character, come to the same stream: it belongs to the store that is
  /// first to write to it through a proxy like this one, and all others are refused it.
  ORIGINAL {
    @Override
    StreamName streamOf(String storeId) {
      return new StreamName(S2StreamNames.makeS2StreamName(storeId));
    }

    @Override
    StreamOwner ownerOf(String storeId) {
      return streamOf(storeId).value().equals(storeId)
          ? StreamOwner.NAMESAKE
          : new StreamOwner(StoreIdHash.of(storeId));
    }
  };

  abstract StreamName streamOf(String storeId);

  /// What the records of the store `storeId` say of whose they are.
  abstract StreamOwner ownerOf(String storeId);
}
