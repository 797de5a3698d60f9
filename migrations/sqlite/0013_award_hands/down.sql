DROP TABLE award_nomination_hands;
