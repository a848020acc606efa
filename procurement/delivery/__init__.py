"""From a placed order to goods signed for and paid: purchase orders, shipments, acceptance, claims."""
